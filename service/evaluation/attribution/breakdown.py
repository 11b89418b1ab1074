"""Break attributions down by group: precision and recall of each kind, length and outlet."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.evaluation.attribution.counts import harmonic_mean
from service.evaluation.attribution.scores import DocumentScore
from service.evaluation.attribution.text_spans import spans_between_marks
from service.extraction.quotation import Kind
from service.gold.pairing import CoveredAttribution, span_bits

Grouping = Callable[[DocumentScore, CoveredAttribution], str]

_LENGTHS = (1, 6, 16, 31)
_LENGTH_NAMES = ("no word", "1-5 words", "6-15 words", "16-30 words", "31 words or more")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its gold attributions, and the predicted attributions of the same group."""

    group: str
    gold: int
    found: int
    predicted: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the predicted attributions that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold attributions that were found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic_mean(self.precision, self.recall)


def kind_of(score: DocumentScore, attribution: CoveredAttribution) -> str:
    """An attribution -> its kind by the marks alone: are all, some or none of its words quoted?"""
    words = attribution.content & score.words
    verbatim = (words & span_bits(spans_between_marks(score.document.text))).bit_count()
    if not verbatim:
        return Kind.INDIRECT
    return Kind.DIRECT if verbatim == words.bit_count() else Kind.MIXED


def length_of(score: DocumentScore, attribution: CoveredAttribution) -> str:
    """An attribution -> the group of its length in words."""
    words = (attribution.content & score.words).bit_count()
    return _LENGTH_NAMES[bisect_right(_LENGTHS, words)]


def outlet_of(score: DocumentScore, _: CoveredAttribution) -> str:
    """An attribution -> the outlet of its document."""
    return score.document.outlet


GROUPINGS: dict[str, tuple[Grouping, tuple[str, ...]]] = {
    "kind": (kind_of, tuple(Kind)),
    "length": (length_of, _LENGTH_NAMES),
    "outlet": (outlet_of, ()),
}
"""The groupings, and the order in which groups are shown; other groups follow by name."""


def break_down(scores: Sequence[DocumentScore], name: str) -> tuple[GroupRow, ...]:
    """Scored documents and the name of a grouping -> a row for each group that occurs."""
    group_of, order = GROUPINGS[name]
    gold, found, predicted, right = (Counter[str]() for _ in range(4))
    for score in scores:
        wanted = [group_of(score, attribution) for attribution in score.gold]
        given = [group_of(score, attribution) for attribution in score.predicted]
        hits = [pair for pair in score.pairs if pair.same_source]
        gold.update(wanted)
        predicted.update(given)
        found.update(wanted[pair.gold] for pair in hits)
        right.update(given[pair.predicted] for pair in hits)
    ranks = {group: rank for rank, group in enumerate(order)}
    groups = sorted({*gold, *predicted}, key=lambda group: (ranks.get(group, len(order)), group))
    return tuple(
        GroupRow(group, gold[group], found[group], predicted[group], right[group])
        for group in groups
    )
