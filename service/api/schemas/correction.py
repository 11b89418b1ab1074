"""Corrections: what an editor says of one quotation of a stored article."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas.base import Submission, Text, WholeNumber, drop_null
from service.api.schemas.example_article import QUOTED_WORDS, example_span
from service.api.schemas.judgement import DecisionIn
from service.api.schemas.span import OffsetUnit
from service.ingest.article_in import MAX_NAME
from service.speakers.speaker import SpeakerKind
from service.storage.inputs import QuotationCorrection
from service.text.spans import Span, Utf16Offsets

MOST_SPANS = 100
LARGEST_OFFSET = 2**31 - 1

_ONE_OF = ("no_quotation", "spans", "speaker")
Offset = Annotated[WholeNumber, Field(ge=0, le=LARGEST_OFFSET)]


class SpanIn(Submission):
    """A span of the article's text: half open, `text[start:end]`."""

    example = example_span(QUOTED_WORDS)

    start: Offset
    """Where it begins."""
    end: Offset
    """Where it ends: the first position that no longer belongs to it."""


class NamedSpeakerIn(Submission):
    """Who said it."""

    example = {"name": "Ada Lindqvist", "kind": "person"}

    name: Text = Field(min_length=1, max_length=MAX_NAME)
    """The name, as if the article had printed it; for `anonymous` what the article calls them."""
    kind: SpeakerKind = SpeakerKind.PERSON


class CorrectionIn(DecisionIn):
    """What is wrong with a quotation: exactly one of `no_quotation`, `spans` and `speaker`."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [one]} for one in _ONE_OF]})
    example = {**DecisionIn.example, "speaker": NamedSpeakerIn.example}

    no_quotation: Literal[True] | None = Field(default=None, json_schema_extra=drop_null)
    """These words are no quotation."""
    spans: list[SpanIn] | None = Field(
        default=None, min_length=1, max_length=MOST_SPANS, json_schema_extra=drop_null
    )
    """Where the words of the quotation stand in the article's text, in order and apart."""
    speaker: NamedSpeakerIn | None = Field(default=None, json_schema_extra=drop_null)
    """Who said it, in place of all speakers so far. It holds for the whole attribution: a mixed
    quotation has several quotations with one `attribution.id`."""

    @model_validator(mode="after")
    def _corrects_one(self) -> Self:
        given: list[Any] = [getattr(self, one) for one in _ONE_OF if one in self.model_fields_set]
        if len(given) != 1 or given[0] is None:
            raise PydanticCustomError("one_correction", "")
        return self


def to_correction(body: CorrectionIn, text: str, unit: OffsetUnit) -> QuotationCorrection:
    """Return what a body corrects, its spans in code points.

    Args:
        body: The body.
        text: The article's text.
        unit: What the offsets of the body count.
    """
    if body.spans is not None:
        spans = tuple(Span(span.start, span.end) for span in body.spans)
        if unit is OffsetUnit.UTF16:
            offsets = Utf16Offsets(text)
            spans = tuple(offsets.code_points(span) for span in spans)
        return QuotationCorrection(spans=spans)
    if body.speaker is not None:
        return QuotationCorrection(name=body.speaker.name, kind=body.speaker.kind.value)
    return QuotationCorrection(no_quotation=True)
