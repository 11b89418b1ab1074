"""Corrections: what an editor says of one quotation of a stored article."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas.base import Name, Submission, WholeNumber, drop_null
from service.api.schemas.example_article import QUOTED_WORDS, example_span
from service.api.schemas.judgement import DecisionIn
from service.api.schemas.span import OffsetUnit
from service.ingest.article_in import MAX_NAME
from service.speakers.speaker import SpeakerKind
from service.storage.inputs import QuotationCorrection
from service.text.spans import Span, Utf16Offsets

MOST_SPANS = 100
LARGEST_OFFSET = 2**31 - 1

_ONE_OF = {"no_quotation": "boolean", "spans": "array", "speaker": "object"}


def _with(*names: str) -> dict[str, Any]:
    return {
        "required": list(names),
        "properties": {name: {"type": _ONE_OF[name]} for name in names},
    }


_NONE: dict[str, Any] = {"properties": {name: {"type": "null"} for name in _ONE_OF}}
_TWO = [_with(*pair) for pair in combinations(_ONE_OF, 2)]


def _refuse_one(value: object) -> object:
    """Refuse 1 and 1.0, which Python takes for true and JSON does not."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticCustomError("bool_type", "")
    return value


class SpanIn(Submission):
    """A span of the article's text: half open, `text[start:end]`."""

    example = example_span(QUOTED_WORDS)

    start: WholeNumber = Field(ge=0, le=LARGEST_OFFSET)
    """Where it begins."""
    end: WholeNumber = Field(ge=0, le=LARGEST_OFFSET)
    """Where it ends: the first position that no longer belongs to it."""


class NamedSpeakerIn(Submission):
    """Who said it."""

    example = {"name": "Ada Lindqvist", "kind": "person"}

    name: Name = Field(min_length=1, max_length=MAX_NAME)
    """The name, as if the article had printed it; for `anonymous` what the article calls them."""
    kind: SpeakerKind = SpeakerKind.PERSON


class CorrectionIn(DecisionIn):
    """What is wrong with a quotation: exactly one of `no_quotation`, `spans` and `speaker`."""

    # Not "oneOf", of which generators of clients make odd types.
    model_config = ConfigDict(json_schema_extra={"not": {"anyOf": [_NONE, *_TWO]}})
    example = {**DecisionIn.example, "speaker": NamedSpeakerIn.example}

    no_quotation: Annotated[Literal[True] | None, BeforeValidator(_refuse_one)] = Field(
        default=None, json_schema_extra=drop_null
    )
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
