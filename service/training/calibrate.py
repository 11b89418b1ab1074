"""Articles that trained no weights -> how far to trust what the decoder finds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.evaluation.attribution.cover import covered
from service.evaluation.attribution.pairing import pair_up
from service.evaluation.gold import Marked
from service.extraction.model.confidence import FEATURES, features
from service.extraction.model.model_reader import ModelReader
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document
from service.training.corpus import Article

Matrix = NDArray[np.float64]

_FOLDS = 6
_RIDGE = 1.0
_ROUNDS = 30
_BINS = 10
_SLACK = 0.002
"""How much F1 to give away for answering more: a caller may raise the threshold, not lower it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything found in some articles: what the decoder saw, and whether people agree."""

    features: Matrix
    agreed: Matrix
    articles: NDArray[np.int64]
    gold: int


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic regression and how well it does on folds that it was not fitted on."""

    weights: Matrix
    bias: float
    least: float
    error: float
    """The expected calibration error."""


def gather(reader: ModelReader, articles: Sequence[Article]) -> Evidence:
    """A reader and annotated articles -> what it finds in them and whether people agree."""
    rows: list[tuple[float, ...]] = []
    agreed: list[float] = []
    owners: list[int] = []
    gold_count = 0
    for number, article in enumerate(articles):
        reading = article.readings[0]
        document = read_document(reading.text)
        candidates = reader.find(document, find_quoted_spans(document))
        found = [candidate.attribution for candidate in candidates]
        gold = covered(
            Marked(content=each.content, cue=each.cue, source=each.source)
            for each in reading.attributions
        )
        predicted = covered(
            Marked(content=each.content, cue=each.cue, source=each.source) for each in found
        )
        right = {pair.predicted for pair in pair_up(gold, predicted) if pair.same_source}
        gold_count += len(gold)
        rows += [features(candidate.found) for candidate in candidates]
        agreed += [float(index in right) for index in range(len(candidates))]
        owners += [number] * len(candidates)
    return Evidence(np.array(rows), np.array(agreed), np.array(owners), gold_count)


def fit(evidence: Evidence) -> Fit:
    """What was found -> the regression over all of it, judged by cross-validation.

    Raises:
        ValueError: nothing was found.
    """
    if not len(evidence.agreed):
        raise ValueError("The network finds nothing yet: train it for longer.")
    chances = np.zeros(len(evidence.agreed))
    for fold in range(_FOLDS):
        test = evidence.articles % _FOLDS == fold
        weights = _regress(evidence.features[~test], evidence.agreed[~test])
        chances[test] = _chances(evidence.features[test], weights)
    weights = _regress(evidence.features, evidence.agreed)
    return Fit(
        weights=weights[:-1],
        bias=float(weights[-1]),
        least=_best_threshold(chances, evidence.agreed, evidence.gold),
        error=calibration_error(chances, evidence.agreed),
    )


def calibration_error(chances: Matrix, agreed: Matrix) -> float:
    """Probabilities and what came true -> the expected calibration error over even bins."""
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(chances[bins == index].mean() - agreed[bins == index].mean()) * (bins == index).sum()
        for index in np.unique(bins)
    ]
    return float(sum(gaps) / len(chances))


def write_calibration(found: Fit, path: Path) -> None:
    """A regression -> the JSON file that the engine reads."""
    weights = dict(zip(FEATURES, (round(float(each), 6) for each in found.weights), strict=True))
    stored = {
        "weights": weights,
        "bias": round(found.bias, 6),
        "least": round(found.least, 3),
        "expected_calibration_error": round(found.error, 4),
    }
    path.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def _regress(rows: Matrix, agreed: Matrix) -> Matrix:
    """Newton's method; a ridge keeps the weights from running away."""
    table = np.hstack([rows, np.ones((len(rows), 1))])
    weights = np.zeros(table.shape[1])
    ridge = np.full(table.shape[1], _RIDGE)
    ridge[-1] = 0.0
    for _ in range(_ROUNDS):
        chances = _chances(rows, weights)
        slope = table.T @ (agreed - chances) - ridge * weights
        curve = (table * (chances * (1.0 - chances))[:, None]).T @ table + np.diag(ridge)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _chances(rows: Matrix, weights: Matrix) -> Matrix:
    chances: Matrix = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights[:-1] + weights[-1], -30, 30)))
    return chances


def _best_threshold(chances: Matrix, agreed: Matrix, gold: int) -> float:
    """The lowest confidence from which on attributions give about the best F1 that any gives."""
    order = np.argsort(-chances)
    hits = np.cumsum(agreed[order])
    scores = 2 * hits / (np.arange(1, len(order) + 1) + gold)
    return float(chances[order][np.flatnonzero(scores >= scores.max() - _SLACK)[-1]])
