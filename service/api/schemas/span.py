"""Positions of words in a text, in the client's unit, and differences between two wordings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from pydantic import Field

from service.api.schemas.base import Answer, Submission
from service.api.schemas.example_article import QUOTED_WORDS, example_span, example_span_text
from service.dedup.differences import Difference as WordDifference
from service.storage.views import SpanText as SpanTextView
from service.text.spans import Span as TextSpan
from service.text.spans import Utf16Offsets

Convert = Callable[[TextSpan], TextSpan]
"""Turns a span in code points into the unit that the client asked for."""


class OffsetUnit(StrEnum):
    """What offsets count: Unicode code points (Python), or UTF-16 code units (JavaScript, Java)."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"


class Span(Answer):
    """A span of the article's text exactly as submitted: half open, `text[start:end]`."""

    example = example_span(QUOTED_WORDS)

    start: int = Field(ge=0)
    """Where it begins."""
    end: int = Field(ge=0)
    """Where it ends: the first position that no longer belongs to it."""


class SpanText(Answer):
    """Words of the text and where they stand."""

    example = example_span_text("asked")

    text: str
    """The words; several spans are joined by a space."""
    spans: list[Span] = Field(min_length=1)
    """Where the words stand, in the order of the text."""


class OffsetOptions(Submission):
    """How offsets are counted."""

    offset_unit: OffsetUnit = OffsetUnit.CODEPOINT
    """What `start` and `end` count in the answer."""


class DifferenceKind(StrEnum):
    """How the other wording differs from the fullest. `left_out`: it lacks these words. `changed`:
    it has other words for them. `added`: it has words that the fullest lacks.
    """

    LEFT_OUT = "left_out"
    ADDED = "added"
    CHANGED = "changed"


class Excerpt(Answer):
    """Words of one wording, and where they stand in it: half open, `wording[start:end]`, counted in
    the `offset_unit` asked for.
    """

    example = {"start": 9, "end": 21, "text": "for the pier"}

    start: int = Field(ge=0)
    """Where they begin."""
    end: int = Field(ge=0)
    """Where they end: the first position that no longer belongs to them."""
    text: str
    """The words as they stand there."""


class Difference(Answer):
    """Words of one wording that the other has not, or has others for. Spelling, marks and case are
    no difference, nor are an editor's ellipses; words in an editor's brackets are.
    """

    example = {"kind": "left_out", "printed": None, "full": Excerpt.example}

    kind: DifferenceKind
    printed: Excerpt | None
    """The words in the `text` beside `alignment` (in `POST /v1/quotes/match`, in the `text` that
    was sent); null where it left them out."""
    full: Excerpt | None
    """The words in the `text` of the quote, its fullest wording; null where they were added."""


def converter(text: str, unit: OffsetUnit) -> Convert:
    """Return the function that converts spans of `text` from code points into `unit`."""
    return Utf16Offsets(text).span if unit is OffsetUnit.UTF16 else _unchanged


def to_spans(spans: Iterable[TextSpan], convert: Convert) -> list[Span]:
    """Return the answer for spans of a text."""
    return [Span.model_validate(convert(span)) for span in spans]


def to_span_text(part: SpanTextView, convert: Convert) -> SpanText:
    """Return the answer for one stored part of an attribution."""
    return SpanText(text=part.text, spans=to_spans(part.spans, convert))


def to_unstored_span_text(spans: Sequence[TextSpan], text: str, convert: Convert) -> SpanText:
    """Return the answer for one span or more of a text that is not stored."""
    return SpanText(text=words_at(spans, text), spans=to_spans(spans, convert))


def words_at(spans: Iterable[TextSpan], text: str) -> str:
    """Return the words of `text` at the spans, joined by a space."""
    return " ".join(span.of(text) for span in spans)


def to_alignment(
    differences: Sequence[WordDifference], *, printed: str, full: str, unit: OffsetUnit
) -> list[Difference]:
    """Return the answer for the differences between two wordings.

    Args:
        differences: The differences, with spans in code points.
        printed: The wording of one article, or the words that a client asks about.
        full: The wording that it is compared with.
        unit: What the offsets of the answer count.
    """
    if not differences:
        return []
    in_printed, in_full = converter(printed, unit), converter(full, unit)
    return [
        Difference(
            kind=DifferenceKind(difference.kind),
            printed=_to_excerpt(difference.printed, printed, in_printed),
            full=_to_excerpt(difference.full, full, in_full),
        )
        for difference in differences
    ]


def _to_excerpt(span: TextSpan | None, wording: str, convert: Convert) -> Excerpt | None:
    if span is None:
        return None
    converted = convert(span)
    return Excerpt(start=converted.start, end=converted.end, text=span.of(wording))


def _unchanged(span: TextSpan) -> TextSpan:
    return span
