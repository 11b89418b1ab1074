"""Whether an engine is as sure as it is right, and what a threshold on its confidence buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.evaluation.attribution.counts import Count
from service.evaluation.attribution.pairing import pair_up
from service.evaluation.attribution.scores import DocumentScore

BINS = 10
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is left where only attributions of this confidence or more are kept."""

    least: float
    count: Count


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions of about the same confidence."""

    size: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of them that are right: content and source as in the gold."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the confidences of a run are worth."""

    thresholds: tuple[Threshold, ...]
    bins: tuple[Bin, ...]
    error: float
    """Expected calibration error: how far the confidence of a bin is from its share of right ones,
    averaged over attributions."""


def calibrate(scores: Sequence[DocumentScore]) -> Calibration | None:
    """Scored documents -> their calibration; None where an attribution has no confidence."""
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
    thresholds = tuple(Threshold(least, _keep(scores, least)) for least in THRESHOLDS)
    return Calibration(thresholds=thresholds, bins=bins, error=error)


def _bins(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Confidences and verdicts -> bins of equal width, the empty ones left out."""
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
    """Scored documents -> the count with the surer attributions alone, paired anew."""
    total = Count()
    for score in scores:
        kept = [each for each in score.predicted if (each.marked.confidence or 0.0) >= least]
        hits = sum(pair.same_source for pair in pair_up(score.gold, kept))
        total += Count(hits, len(kept), len(score.gold))
    return total
