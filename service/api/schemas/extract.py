"""The text of `POST /v1/extract`, and the quotations found in it."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import Field

from service.api.schemas.base import Answer, Submission, Text
from service.api.schemas.example_article import TEXT, example_span_text
from service.api.schemas.quotation import ExtractedAttribution, ExtractedQuotation, SpeakerFrom
from service.api.schemas.resolution import Resolution, to_unstored_resolution
from service.api.schemas.span import (
    Convert,
    OffsetOptions,
    OffsetUnit,
    Span,
    converter,
    to_spans,
    to_unstored_span_text,
    words_at,
)
from service.api.schemas.speaker import to_unstored_speaker
from service.extraction.quotation import Polarity, Stance
from service.extraction.quotation import Quotation as ReadQuotation
from service.extraction.statements.min_confidence import (
    ANSWERED,
    MinConfidence,
)
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution as ReadResolution

_PORT = {"id": None, "name": "Port Authority", "kind": "organization", "description": None}
_INDIRECT = {
    **ExtractedQuotation.example,
    "kind": "indirect",
    **example_span_text("Repairs would take a year"),
    "attribution": {
        **ExtractedAttribution.example,
        "content": example_span_text("Repairs would take a year"),
        "cue": example_span_text("according to"),
        "source": example_span_text("the Port Authority"),
        "confidence": 0.88,
        "statement": 0.837,
    },
    "speaker": _PORT,
    "speakers": [_PORT],
    "resolution": {**Resolution.example, "mention": example_span_text("Port Authority")},
}
"""The second quotation of the example."""


class ExtractIn(Submission):
    """A text to read."""

    example = {"text": TEXT}

    text: Text = Field(min_length=1)
    """The text. Paragraphs end at line breaks; all offsets count into this exact text."""


class ExtractOptions(OffsetOptions):
    """What is answered, and how."""

    stance: list[Stance] = Field(default=[Stance.SPEECH], min_length=1, max_length=len(Stance))
    """Which stances to answer; say it several times for several. Beliefs and intentions are found
    with a trained engine only."""
    polarity: list[Polarity] = Field(default=list(Polarity), min_length=1, max_length=len(Polarity))
    """Which polarities to answer: what the text says was said, what it says was not, or both."""
    min_confidence_direct: float = Field(default=ANSWERED.direct, ge=0, le=1)
    """The least `confidence` of a direct quotation that is answered."""
    min_confidence_mixed: float = Field(default=ANSWERED.mixed, ge=0, le=1)
    """The least `confidence` of a mixed quotation that is answered."""
    min_confidence_indirect: float = Field(default=ANSWERED.indirect, ge=0, le=1)
    """The least `statement` of an indirect quotation that is answered: the probability that it is a
    statement at all. 0 answers every one that was found."""

    @property
    def min_confidence(self) -> MinConfidence:
        """The thresholds of all kinds."""
        return MinConfidence(
            direct=self.min_confidence_direct,
            mixed=self.min_confidence_mixed,
            indirect=self.min_confidence_indirect,
        )


class Extracted(Answer):
    """Who said what in a text."""

    example = {"quotations": [ExtractedQuotation.example, _INDIRECT], "unread": []}

    quotations: list[ExtractedQuotation]
    """What was found, in the order of the text."""
    unread: list[Span]
    """Paragraphs on which the engine failed: what they say is missing from `quotations`."""


def to_extracted(
    article: ReadArticle,
    *,
    unit: OffsetUnit,
    stances: Collection[Stance] = (Stance.SPEECH,),
    polarities: Collection[Polarity] = tuple(Polarity),
    min_confidence: MinConfidence = ANSWERED,
) -> Extracted:
    """Return the answer for a text that was read.

    Args:
        article: The text with what was found in it.
        unit: The unit of all offsets.
        stances: The stances to answer.
        polarities: The polarities to answer.
        min_confidence: What a quotation of each kind must reach to be answered.
    """
    text = article.extraction.document.text
    convert = converter(text, unit)
    return Extracted(
        quotations=[
            quotation
            for read, resolution in zip(
                article.extraction.quotations, article.resolutions, strict=True
            )
            if read.stance in stances and read.polarity in polarities and min_confidence.keeps(read)
            for quotation in _to_quotations(read, resolution, text=text, convert=convert)
        ],
        unread=to_spans(article.extraction.broken, convert),
    )


def _to_quotations(
    read: ReadQuotation, resolution: ReadResolution, *, text: str, convert: Convert
) -> list[ExtractedQuotation]:
    speakers = [to_unstored_speaker(speaker, text, convert) for speaker in resolution.speakers]
    attribution = ExtractedAttribution(
        id=None,
        content=to_unstored_span_text(read.content, text, convert),
        cue=to_unstored_span_text(read.cue, text, convert) if read.cue else None,
        source=to_unstored_span_text(read.source, text, convert) if read.source else None,
        stance=read.stance,
        polarity=read.polarity,
        confidence=read.confidence,
        statement=read.statement,
    )
    evidence = to_unstored_resolution(resolution, text, convert)
    return [
        ExtractedQuotation(
            id=None,
            quote_id=None,
            kind=read.kind,
            text=words_at(utterance, text),
            spans=to_spans(utterance, convert),
            attribution=attribution,
            speaker=speakers[0] if speakers else None,
            speakers=speakers,
            speaker_from=SpeakerFrom.ARTICLE,
            resolution=evidence,
            match=None,
            similarity=None,
            alignment=None,
            outlet_count=None,
            origin_count=None,
            occurrence_count=None,
        )
        for utterance in read.utterances
    ]
