"""All that `onrecord evaluate attribution` finds out about one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.evaluation.attribution.bootstrap import Interval, find_intervals
from service.evaluation.attribution.breakdown import GROUPINGS, Row, break_down
from service.evaluation.attribution.calibration import Calibration, calibrate
from service.evaluation.attribution.counts import Counts, Measure, add_up
from service.evaluation.attribution.scores import DocumentScore, score_document
from service.evaluation.gold import Comparison


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a set of documents was read."""

    scores: tuple[DocumentScore, ...]
    counts: Counts
    intervals: Mapping[Measure, Interval]
    breakdowns: Mapping[str, tuple[Row, ...]]
    calibration: Calibration | None
    """None where the predictions carry no confidence."""


def evaluate_attribution(
    comparisons: Sequence[Comparison], *, samples: int, seed: int = 0
) -> Evaluation:
    """Documents and predictions side by side -> figures, intervals, breakdowns, calibration."""
    scores = tuple(score_document(each) for each in comparisons)
    every = [score.counts for score in scores]
    return Evaluation(
        scores=scores,
        counts=add_up(every),
        intervals=find_intervals(every, samples=samples, seed=seed),
        breakdowns={name: break_down(scores, name) for name in GROUPINGS},
        calibration=calibrate(scores),
    )


def worst(scores: Sequence[DocumentScore], *, at_most: int) -> list[DocumentScore]:
    """Scored documents -> those with most errors, the most first."""
    wrong = [score for score in scores if score.errors]
    return sorted(wrong, key=lambda score: (-score.errors, score.document.id))[:at_most]
