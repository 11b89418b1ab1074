"""Bootstrap intervals of F1."""

from __future__ import annotations

from service.evaluation.attribution.bootstrap import find_intervals
from service.evaluation.attribution.counts import Count, Counts, Measure


def counts(hits: int) -> Counts:
    return {**dict.fromkeys(Measure, Count()), Measure.ATTRIBUTION: Count(hits, 4, 4)}


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    documents = [counts(hits % 5) for hits in range(20)]
    first, again, other = (find_intervals(documents, samples=50, seed=s) for s in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_interval_holds_the_figure_and_shrinks_with_more_documents() -> None:
    few = find_intervals([counts(1), counts(3)] * 5, samples=400)[Measure.ATTRIBUTION]
    many = find_intervals([counts(1), counts(3)] * 80, samples=400)[Measure.ATTRIBUTION]
    assert few.low < many.low < 0.5 < many.high < few.high


def test_documents_that_are_all_alike_leave_nothing_open() -> None:
    interval = find_intervals([counts(1)] * 9, samples=20)[Measure.ATTRIBUTION]
    assert (interval.low, interval.high) == (0.25, 0.25)
