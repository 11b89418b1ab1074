"""Check confidences: are they calibrated, and which figures does each threshold give?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.evaluation.attribution.counts import Count
from service.evaluation.attribution.scores import DocumentScore
from service.gold.pairing import pair_attributions

BINS = 10
CONFIDENCE_THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The count when only attributions of this confidence or more are kept."""

    least: float
    count: Count


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions of about the same confidence."""

    size: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of right attributions: content and source as in the gold."""


@dataclass(frozen=True, slots=True)
class ConfidenceReport:
    """How well the confidences of a run are calibrated."""

    thresholds: tuple[Threshold, ...]
    bins: tuple[Bin, ...]
    error: float
    """Expected calibration error: the gap between a bin's confidence and its share of right
    attributions, averaged over attributions."""


def check_confidence(scores: Sequence[DocumentScore]) -> ConfidenceReport | None:
    """Scored documents -> their calibration; None if an attribution has no confidence."""
    judged: list[tuple[float, bool]] = []
    for score in scores:
        right = {pair.predicted for pair in score.pairs if pair.same_source}
        for index, predicted in enumerate(score.predicted):
            if predicted.marked.confidence is None:
                return None
            judged.append((predicted.marked.confidence, index in right))
    if not judged:
        return None
    bins = _bins(judged)
    error = sum(each.size * abs(each.confidence - each.right) for each in bins) / len(judged)
    thresholds = tuple(Threshold(least, _keep(scores, least)) for least in CONFIDENCE_THRESHOLDS)
    return ConfidenceReport(thresholds=thresholds, bins=bins, error=error)


def _bins(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Confidences and whether each is right -> bins of equal width, without the empty ones."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in judged:
        members[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return tuple(
        Bin(
            size=len(each),
            confidence=sum(confidence for confidence, _ in each) / len(each),
            right=sum(right for _, right in each) / len(each),
        )
        for each in members
        if each
    )


def _keep(scores: Sequence[DocumentScore], least: float) -> Count:
    """Scored documents -> the count of the attributions that are kept, paired again."""
    total = Count()
    for score in scores:
        kept = [found for found in score.predicted if (found.marked.confidence or 0.0) >= least]
        hits = sum(pair.same_source for pair in pair_attributions(score.gold, kept))
        total += Count(hits, len(kept), len(score.gold))
    return total
