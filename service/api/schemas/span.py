"""Where words stand in a text, counted as the client counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from pydantic import Field

from service.api.schemas.base import Answer, Submission
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
    """A stretch of the article's text exactly as submitted: half open, `text[start:end]`."""

    start: int = Field(ge=0)
    """Where it begins."""
    end: int = Field(ge=0)
    """Where it ends: the first position that no longer belongs to it."""


class SpanText(Answer):
    """Words of the text and where they stand."""

    text: str
    """The words; several stretches are joined by a space."""
    spans: list[Span] = Field(min_length=1)
    """Where the words stand, in the order of the text."""


class OffsetOptions(Submission):
    """How offsets are counted."""

    offset_unit: OffsetUnit = OffsetUnit.CODEPOINT
    """What `start` and `end` count in the answer."""


def converter(text: str, unit: OffsetUnit) -> Convert:
    """A text and a unit -> the function that converts spans of that text."""
    return Utf16Offsets(text).span if unit is OffsetUnit.UTF16 else _unchanged


def to_spans(spans: Iterable[TextSpan], convert: Convert) -> list[Span]:
    """Spans of a text -> what is answered."""
    converted = (convert(span) for span in spans)
    return [Span(start=span.start, end=span.end) for span in converted]


def to_span_text(part: SpanTextView, convert: Convert) -> SpanText:
    """A part of an attribution -> what is answered."""
    return SpanText(text=part.text, spans=to_spans(part.spans, convert))


def to_part(spans: Sequence[TextSpan], text: str, convert: Convert) -> SpanText:
    """Spans of a text, of which there is at least one, and the text -> what is answered."""
    return SpanText(text=words_at(spans, text), spans=to_spans(spans, convert))


def words_at(spans: Iterable[TextSpan], text: str) -> str:
    """Spans of a text and the text -> the words that stand there, joined by a space."""
    return " ".join(span.of(text) for span in spans)


def _unchanged(span: TextSpan) -> TextSpan:
    return span
