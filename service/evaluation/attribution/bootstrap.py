"""Bootstrap intervals: how far the figures would move with other documents of the same sort."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from service.evaluation.attribution.counts import Count, Counts, Measure


@dataclass(frozen=True, slots=True)
class Interval:
    """The range of F1 in 95 of 100 samples of documents."""

    low: float
    high: float


def find_intervals(
    documents: Sequence[Counts], *, samples: int, seed: int = 0
) -> dict[Measure, Interval]:
    """The counts of each document -> an interval for F1 under each measure.

    A sample has as many documents as there are, drawn with replacement. Whole documents are drawn,
    since the attributions of one text are not independent. The same seed gives the same intervals.
    """
    draw = random.Random(seed)  # noqa: S311 - a seeded sample, nothing secret
    rows = [_row(counts) for counts in documents]
    drawn: dict[Measure, list[float]] = {measure: [] for measure in Measure}
    for _ in range(samples):
        chosen = draw.choices(rows, k=len(rows))
        totals = [sum(column) for column in zip(*chosen, strict=True)]
        for index, measure in enumerate(Measure):
            drawn[measure].append(Count(*totals[3 * index : 3 * index + 3]).f1)
    return {measure: _interval(values) for measure, values in drawn.items()}


def _row(counts: Counts) -> tuple[int, ...]:
    """Counts -> plain numbers, so that a thousand samples add up in a second."""
    return tuple(
        number
        for measure in Measure
        for number in (counts[measure].hits, counts[measure].predicted, counts[measure].gold)
    )


def _interval(values: Sequence[float]) -> Interval:
    cuts = quantiles(values, n=40, method="inclusive")
    return Interval(low=cuts[0], high=cuts[-1])
