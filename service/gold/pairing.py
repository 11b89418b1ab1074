"""Pair each predicted attribution with the gold attribution that it answers.

A set of characters is one integer with a bit for each character: `&` gives the characters that two
sets share, and counting bits counts characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.gold.documents import MarkedAttribution
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class CoveredAttribution:
    """An attribution and the characters that each of its parts covers."""

    marked: MarkedAttribution
    content: int
    cue: int
    source: int


@dataclass(frozen=True, slots=True)
class AttributionPair:
    """A gold and a predicted attribution, by index, whose contents are mostly the same."""

    gold: int
    predicted: int
    same_source: bool


def span_bits(spans: Iterable[Span]) -> int:
    """Spans -> the characters that they cover, a bit each."""
    bits = 0
    for span in spans:
        bits |= ((1 << len(span)) - 1) << span.start
    return bits


def start_bits(spans: Iterable[Span]) -> int:
    """Spans -> the first character of each, so that counting bits counts spans."""
    bits = 0
    for span in spans:
        bits |= 1 << span.start
    return bits


def cover_attributions(attributions: Iterable[MarkedAttribution]) -> tuple[CoveredAttribution, ...]:
    """Attributions -> those that have any content, with the characters that they cover."""
    every = (
        CoveredAttribution(
            marked, span_bits(marked.content), span_bits(marked.cue), span_bits(marked.source)
        )
        for marked in attributions
    )
    return tuple(attribution for attribution in every if attribution.content)


def same_source(first: CoveredAttribution, second: CoveredAttribution) -> bool:
    """Return whether the sources of two attributions overlap, or neither has a source."""
    return bool(first.source & second.source) or not (first.source or second.source)


def pair_attributions(
    gold: Sequence[CoveredAttribution], predicted: Sequence[CoveredAttribution]
) -> tuple[AttributionPair, ...]:
    """Gold and predicted attributions -> pairs; each attribution is in one pair at most.

    Two attributions may pair when they share half of the characters that either covers. The pairs
    that share most are made first.
    """
    likely = []
    for i, wanted in enumerate(gold):
        for j, found in enumerate(predicted):
            shared = (wanted.content & found.content).bit_count()
            either = (wanted.content | found.content).bit_count()
            if 2 * shared >= either:
                likely.append((shared / either, i, j))
    pairs: list[AttributionPair] = []
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, i, j in sorted(likely, reverse=True):
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append(AttributionPair(i, j, same_source(gold[i], predicted[j])))
    return tuple(pairs)
