"""How a wording differs from a quote's fullest."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from service.api.schemas.base import Answer
from service.api.schemas.span import Convert, OffsetUnit, converter
from service.dedup.differences import Difference as FoundDifference
from service.text.spans import Span


class DifferenceKind(StrEnum):
    """What became of words of the fullest wording: left out, or changed to others; or words that it
    does not have, added.
    """

    LEFT_OUT = "left_out"
    ADDED = "added"
    CHANGED = "changed"


class Excerpt(Answer):
    """Words of one wording, and where they stand in it: half open, `wording[start:end]`, counted in
    the `offset_unit` asked for.
    """

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

    kind: DifferenceKind
    printed: Excerpt | None
    """The words in the `text` beside `alignment` (in `POST /v1/quotes/match`, in the `text` that
    was sent); null where it left them out."""
    full: Excerpt | None
    """The words in the `text` of the quote, its fullest wording; null where they were added."""


def to_alignment(
    found: Sequence[FoundDifference], *, printed: str, full: str, unit: OffsetUnit
) -> list[Difference]:
    """Differences between two wordings, and the wordings -> what is answered."""
    if not found:
        return []
    in_printed, in_full = converter(printed, unit), converter(full, unit)
    return [
        Difference(
            kind=DifferenceKind(one.kind),
            printed=_to_excerpt(one.printed, printed, in_printed),
            full=_to_excerpt(one.full, full, in_full),
        )
        for one in found
    ]


def _to_excerpt(span: Span | None, wording: str, convert: Convert) -> Excerpt | None:
    if span is None:
        return None
    at = convert(span)
    return Excerpt(start=at.start, end=at.end, text=span.of(wording))
