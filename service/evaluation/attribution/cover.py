"""Sets of characters as the bits of one integer: shared ones by `&`, their number by a count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.evaluation.gold import Marked
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class Covered:
    """An attribution and the characters that each of its parts covers."""

    marked: Marked
    content: int
    cue: int
    source: int


def cover(spans: Iterable[Span]) -> int:
    """Spans -> the characters they cover, a bit each."""
    bits = 0
    for span in spans:
        bits |= ((1 << len(span)) - 1) << span.start
    return bits


def starts(spans: Iterable[Span]) -> int:
    """Spans -> the first character of each, so that counting bits counts spans."""
    bits = 0
    for span in spans:
        bits |= 1 << span.start
    return bits


def covered(attributions: Iterable[Marked]) -> tuple[Covered, ...]:
    """Attributions -> those that have any content, with the characters they cover."""
    every = (
        Covered(marked, cover(marked.content), cover(marked.cue), cover(marked.source))
        for marked in attributions
    )
    return tuple(one for one in every if one.content)


def same_source(one: Covered, other: Covered) -> bool:
    """Two attributions -> whether their sources overlap, or neither has any."""
    return bool(one.source & other.source) or not (one.source or other.source)
