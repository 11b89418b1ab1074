"""Evaluate the attributions of one run: all that `onrecord evaluate attribution` shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.evaluation.attribution.bootstrap import Interval, find_intervals
from service.evaluation.attribution.breakdown import GROUPINGS, GroupRow, break_down
from service.evaluation.attribution.calibration import ConfidenceReport, check_confidence
from service.evaluation.attribution.counts import Counts, Measure, add_up
from service.evaluation.attribution.scores import DocumentScore, score_document
from service.gold.documents import Comparison


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a set of documents was read."""

    scores: tuple[DocumentScore, ...]
    counts: Counts
    intervals: Mapping[Measure, Interval]
    breakdowns: Mapping[str, tuple[GroupRow, ...]]
    calibration: ConfidenceReport | None
    """None if the predictions have no confidence."""


def evaluate_documents(
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
        calibration=check_confidence(scores),
    )


def worst_documents(scores: Sequence[DocumentScore], *, at_most: int) -> list[DocumentScore]:
    """Scored documents -> the documents with most errors, the worst first."""
    wrong = [score for score in scores if score.errors]
    return sorted(wrong, key=lambda score: (-score.errors, score.document.id))[:at_most]
