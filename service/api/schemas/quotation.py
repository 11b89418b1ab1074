"""Quotations: extracted ones and stored ones have the same keys."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from service.api.schemas.base import Answer
from service.api.schemas.example_article import QUOTED_WORDS, example_id, example_span_text
from service.api.schemas.resolution import Resolution, to_resolution
from service.api.schemas.span import (
    Convert,
    Difference,
    OffsetUnit,
    Span,
    SpanText,
    to_alignment,
    to_span_text,
    to_spans,
)
from service.api.schemas.speaker import PrintedSpeaker, to_printed_speaker
from service.extraction.quotation import Kind, Polarity, Stance
from service.storage.views import AttributionView, DeniedView, OccurrenceView


class Match(StrEnum):
    """How a quotation met its quote: first seen here, the same words, small changes, or a piece."""

    NEW = "new"
    EXACT = "exact"
    VARIANT = "variant"
    FRAGMENT = "fragment"


class SpeakerFrom(StrEnum):
    """Where the answered speakers come from."""

    ARTICLE = "article"
    OTHER_OUTLETS = "other_outlets"


class _AttributionShape(Answer):
    id: UUID | None
    content: SpanText
    """All that is attributed, quoted or not; the quotations of one mixed sentence share it."""
    cue: SpanText | None
    """The words that report it ("said", "according to"); null where there are none."""
    source: SpanText | None
    """Who said it, as written ("Liu", "she", "a senior official"); null where none is written."""
    stance: Stance
    polarity: Polarity
    """Whether the text says that the words were said; `denied` for "never said", "denied saying",
    "if she says", and for what a fabrication has somebody say."""
    confidence: float = Field(ge=0, le=1)
    """How likely the attribution is to be right."""


class Attribution(_AttributionShape):
    """What was said, the words that report it, and who said it, as the article writes them."""

    example = {
        "id": example_id(4),
        "content": example_span_text(f"“{QUOTED_WORDS}”"),
        "cue": example_span_text("asked"),
        "source": example_span_text("Mayor Ada Lindqvist"),
        "stance": "speech",
        "polarity": "asserted",
        "confidence": 0.86,
    }

    id: UUID


class ExtractedAttribution(_AttributionShape):
    """An attribution in a text that was not stored."""

    example = {**Attribution.example, "id": None, "statement": 1.0}

    id: None
    """Null: nothing is stored."""
    statement: float = Field(ge=0, le=1)
    """How likely an indirect quotation is to be a statement at all, and not an action or a topic;
    1 for words in quotation marks. `min_confidence_indirect` is compared with it."""


class _QuotationShape(Answer):
    # The keys of both kinds of quotation, in the order in which they are answered.
    id: UUID | None
    quote_id: UUID | None
    kind: Kind
    text: str
    """The words of the utterance as this article prints them, without quotation marks; the
    paraphrase where it is indirect."""
    spans: list[Span] = Field(min_length=1)
    """Where those words stand, in the order of the text."""
    attribution: _AttributionShape
    speaker: PrintedSpeaker | None
    """The first of `speakers`; null where the speaker is unknown."""
    speakers: list[PrintedSpeaker]
    """Who said it: several for a joint statement, none where the speaker is unknown."""
    speaker_from: SpeakerFrom
    """`article`: the speakers are those of the article, as its `resolution` shows, or as editors
    corrected them. `other_outlets`: the article is unsure or does not know, and at least three
    others, of other outlets and other origins, surely name these speakers for the same words."""
    resolution: Resolution
    match: Match | None
    similarity: float | None
    alignment: list[Difference] | None
    outlet_count: int | None
    origin_count: int | None
    occurrence_count: int | None


class Quotation(_QuotationShape):
    """A stored quotation: one quote as one article prints it."""

    example = {
        "id": example_id(5),
        "quote_id": example_id(6),
        "kind": "direct",
        "text": QUOTED_WORDS,
        "spans": [Span.example],
        "attribution": Attribution.example,
        "speaker": PrintedSpeaker.example,
        "speakers": [PrintedSpeaker.example],
        "speaker_from": "article",
        "resolution": Resolution.example,
        "match": "exact",
        "similarity": 1.0,
        "alignment": [],
        "outlet_count": 2,
        "origin_count": 2,
        "occurrence_count": 3,
    }

    id: UUID
    """The occurrence: this quote in this article."""
    quote_id: UUID
    """The quote, across all outlets: see `GET /v1/quotes/{quote_id}`."""
    attribution: Attribution
    match: Match
    similarity: float = Field(ge=0, le=1)
    """The share of the shorter wording that is also in the longer one: this wording and the quote's
    fullest. It is 1 for the same words and for a fragment. Rare words count more than common ones.
    What the longer one adds is in `alignment`."""
    alignment: list[Difference]
    """How this wording differs from the quote's fullest, in order. Empty if both have the same
    words. `printed` points into this `text`, `full` into the `text` of the quote
    (`GET /v1/quotes/{quote_id}`)."""
    outlet_count: int = Field(ge=1)
    """How many outlets have printed the quote."""
    origin_count: int = Field(ge=1)
    """How many independent origins have printed it. Near copies of one article are one origin."""
    occurrence_count: int = Field(ge=1)
    """How many articles have printed the quote."""


class DeniedQuotation(_QuotationShape):
    """Words that an article says were not said: a `Quotation` that no quote has.

    They are kept with their article alone: never compared, and counted for no speaker.
    """

    example = {
        **Quotation.example,
        "id": None,
        "quote_id": None,
        "attribution": {**Attribution.example, "polarity": "denied"},
        "speaker": {**PrintedSpeaker.example, "id": None},
        "speakers": [{**PrintedSpeaker.example, "id": None}],
        "match": None,
        "similarity": None,
        "alignment": None,
        "outlet_count": None,
        "origin_count": None,
        "occurrence_count": None,
    }

    id: None
    """Null: it is no occurrence."""
    quote_id: None
    """Null: no quote has these words."""
    attribution: Attribution
    match: None
    """Null: nothing is compared."""
    similarity: None
    """Null: nothing is compared."""
    alignment: None
    """Null: nothing is compared."""
    outlet_count: None
    """Null: nothing is counted."""
    origin_count: None
    """Null: nothing is counted."""
    occurrence_count: None
    """Null: nothing is counted."""


class ExtractedQuotation(_QuotationShape):
    """A quotation in a text that was not stored: a `Quotation` whose stored parts are null."""

    example = {
        **Quotation.example,
        "id": None,
        "quote_id": None,
        "attribution": ExtractedAttribution.example,
        "speaker": {**PrintedSpeaker.example, "id": None},
        "speakers": [{**PrintedSpeaker.example, "id": None}],
        "match": None,
        "similarity": None,
        "alignment": None,
        "outlet_count": None,
        "origin_count": None,
        "occurrence_count": None,
    }

    id: None
    """Null: nothing is stored."""
    quote_id: None
    """Null: nothing is stored."""
    attribution: ExtractedAttribution
    match: None
    """Null: nothing is compared."""
    similarity: None
    """Null: nothing is compared."""
    alignment: None
    """Null: nothing is compared."""
    outlet_count: None
    """Null: nothing is counted."""
    origin_count: None
    """Null: nothing is counted."""
    occurrence_count: None
    """Null: nothing is counted."""


def to_quotation(occurrence: OccurrenceView, convert: Convert, *, unit: OffsetUnit) -> Quotation:
    """Return the answer for a stored occurrence; `convert` turns its article's spans to `unit`."""
    speakers = [to_printed_speaker(speaker, convert) for speaker in occurrence.speakers]
    return Quotation(
        id=occurrence.id,
        quote_id=occurrence.quote_id,
        kind=Kind(occurrence.kind),
        text=occurrence.text,
        spans=to_spans(occurrence.spans, convert),
        attribution=_to_attribution(occurrence.attribution, convert),
        speaker=speakers[0] if speakers else None,
        speakers=speakers,
        speaker_from=SpeakerFrom(occurrence.speaker_from),
        resolution=to_resolution(occurrence.resolution, convert),
        match=Match(occurrence.match),
        similarity=occurrence.similarity,
        alignment=to_alignment(
            occurrence.alignment, printed=occurrence.text, full=occurrence.quote_text, unit=unit
        ),
        outlet_count=occurrence.outlet_count,
        origin_count=occurrence.origin_count,
        occurrence_count=occurrence.occurrence_count,
    )


def to_denied_quotation(denied: DeniedView, convert: Convert) -> DeniedQuotation:
    """Return the answer for denied words; `convert` turns its article's spans to a unit."""
    speakers = [to_printed_speaker(speaker, convert) for speaker in denied.speakers]
    return DeniedQuotation(
        id=None,
        quote_id=None,
        kind=Kind(denied.kind),
        text=denied.text,
        spans=to_spans(denied.spans, convert),
        attribution=_to_attribution(denied.attribution, convert),
        speaker=speakers[0] if speakers else None,
        speakers=speakers,
        speaker_from=SpeakerFrom.ARTICLE,
        resolution=to_resolution(denied.resolution, convert),
        match=None,
        similarity=None,
        alignment=None,
        outlet_count=None,
        origin_count=None,
        occurrence_count=None,
    )


def _to_attribution(attribution: AttributionView, convert: Convert) -> Attribution:
    return Attribution(
        id=attribution.id,
        content=to_span_text(attribution.content, convert),
        cue=to_span_text(attribution.cue, convert) if attribution.cue else None,
        source=to_span_text(attribution.source, convert) if attribution.source else None,
        stance=Stance(attribution.stance),
        polarity=Polarity(attribution.polarity),
        confidence=attribution.confidence,
    )
