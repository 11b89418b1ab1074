"""Counts of hits, and precision, recall and F1 from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """The measures; `docs/evaluation.md` explains each."""

    ATTRIBUTION = "attribution"
    QUOTED_DETECTED = "quoted.detected"
    QUOTED_ATTRIBUTED = "quoted.attributed"
    QUOTED1_DETECTED = "quoted1.detected"
    QUOTED1_ATTRIBUTED = "quoted1.attributed"
    CONTENT_TOKENS = "content.tokens"
    CONTENT_EXACT = "content.exact"
    SOURCE_TOKENS = "source.tokens"
    CUE_TOKENS = "cue.tokens"


@dataclass(frozen=True, slots=True)
class Count:
    """The number of hits, of predictions, and of gold items."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float:
        """The share of the predictions that are in the gold."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was predicted."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic_mean(self.precision, self.recall)


Counts = Mapping[Measure, Count]


def harmonic_mean(precision: float, recall: float) -> float:
    """Precision and recall -> F1."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def add_up(every: Iterable[Counts]) -> dict[Measure, Count]:
    """The counts of each document -> the counts of all documents together."""
    total = dict.fromkeys(Measure, Count())
    for counts in every:
        for measure, count in counts.items():
            total[measure] += count
    return total
