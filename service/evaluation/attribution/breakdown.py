"""Attributions by group: how much of each group was found, how much of what was found is right."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.evaluation.attribution.counts import harmonic_mean
from service.evaluation.attribution.cover import Covered, cover
from service.evaluation.attribution.scores import DocumentScore
from service.evaluation.attribution.stretches import quoted_stretches
from service.extraction.quotation import Kind

Grouping = Callable[[DocumentScore, Covered], str]

_LENGTHS = (1, 6, 16, 31)
_LENGTH_NAMES = ("no word", "1-5 words", "6-15 words", "16-30 words", "31 words or more")


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its gold attributions, and the predicted ones of the same description."""

    group: str
    gold: int
    found: int
    predicted: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the predicted ones that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold ones that were found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return harmonic_mean(self.precision, self.recall)


def kind_of(score: DocumentScore, attribution: Covered) -> str:
    """An attribution -> its kind by the marks alone: all, some or none of its words are quoted."""
    words = attribution.content & score.words
    verbatim = (words & cover(quoted_stretches(score.document.text))).bit_count()
    if not verbatim:
        return Kind.INDIRECT
    return Kind.DIRECT if verbatim == words.bit_count() else Kind.MIXED


def length_of(score: DocumentScore, attribution: Covered) -> str:
    """An attribution -> how long its content is."""
    words = (attribution.content & score.words).bit_count()
    return _LENGTH_NAMES[bisect_right(_LENGTHS, words)]


def outlet_of(score: DocumentScore, _: Covered) -> str:
    """An attribution -> the outlet of its document."""
    return score.document.outlet


GROUPINGS: dict[str, tuple[Grouping, tuple[str, ...]]] = {
    "kind": (kind_of, tuple(Kind)),
    "length": (length_of, _LENGTH_NAMES),
    "outlet": (outlet_of, ()),
}
"""What to group by, and the order in which groups are shown; others follow by name."""


def break_down(scores: Sequence[DocumentScore], name: str) -> tuple[Row, ...]:
    """Scored documents and the name of a grouping -> a row for each group that occurs."""
    group_of, order = GROUPINGS[name]
    gold, found, predicted, right = (Counter[str]() for _ in range(4))
    for score in scores:
        wanted = [group_of(score, each) for each in score.gold]
        given = [group_of(score, each) for each in score.predicted]
        hits = [pair for pair in score.pairs if pair.same_source]
        gold.update(wanted)
        predicted.update(given)
        found.update(wanted[pair.gold] for pair in hits)
        right.update(given[pair.predicted] for pair in hits)
    places = {group: place for place, group in enumerate(order)}
    groups = sorted({*gold, *predicted}, key=lambda each: (places.get(each, len(order)), each))
    return tuple(
        Row(each, gold[each], found[each], predicted[each], right[each]) for each in groups
    )
