"""Text in, quotations out, nothing stored."""

from __future__ import annotations

from pydantic import Field

from service.api.schemas.base import Answer, Submission, Text
from service.api.schemas.quotation import ExtractedAttribution, ExtractedQuotation
from service.api.schemas.resolution import to_unstored_resolution
from service.api.schemas.span import (
    Convert,
    OffsetOptions,
    OffsetUnit,
    Span,
    converter,
    to_part,
    to_spans,
    words_at,
)
from service.api.schemas.speaker import to_unstored_speaker
from service.extraction.quotation import Quotation as ReadQuotation
from service.extraction.quotation import Stance
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution


class ExtractIn(Submission):
    """A text to read."""

    text: Text = Field(min_length=1)
    """The text. Paragraphs end at line breaks; all offsets count into this exact text."""


class ExtractOptions(OffsetOptions):
    """What is answered, and how."""

    stance: list[Stance] = Field(default=[Stance.SPEECH], min_length=1, max_length=len(Stance))
    """Which stances to answer; say it several times for several. Beliefs and intentions are found
    with a trained engine only."""


class Extracted(Answer):
    """Who said what in a text."""

    quotations: list[ExtractedQuotation]
    """What was found, in the order of the text."""
    unread: list[Span]
    """Paragraphs on which the engine failed: what they say is missing from `quotations`."""


def to_extracted(account: ReadArticle, *, unit: OffsetUnit, stances: list[Stance]) -> Extracted:
    """A reading of a text -> what is answered, offsets in the given unit."""
    text = account.extraction.document.text
    convert = converter(text, unit)
    return Extracted(
        quotations=[
            quotation
            for read, resolution in zip(
                account.extraction.quotations, account.resolutions, strict=True
            )
            if read.stance in stances
            for quotation in _to_quotations(read, resolution, text=text, convert=convert)
        ],
        unread=to_spans(account.extraction.broken, convert),
    )


def _to_quotations(
    read: ReadQuotation, resolution: Resolution, *, text: str, convert: Convert
) -> list[ExtractedQuotation]:
    speakers = [to_unstored_speaker(speaker) for speaker in resolution.speakers]
    attribution = ExtractedAttribution(
        id=None,
        content=to_part(read.content, text, convert),
        cue=to_part(read.cue, text, convert) if read.cue else None,
        source=to_part(read.source, text, convert) if read.source else None,
        stance=read.stance,
        confidence=read.confidence,
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
            resolution=evidence,
            match=None,
            similarity=None,
            alignment=None,
            outlet_count=None,
            occurrence_count=None,
        )
        for utterance in read.utterances
    ]
