"""Fit the engine's confidence on articles that trained no weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.confidence import FEATURES, features
from service.extraction.model.model_reader import ModelReader
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.gold.articles import AnnotatedArticle
from service.gold.documents import MarkedAttribution
from service.gold.pairing import cover_attributions, pair_attributions
from service.optional.regression import fit_logistic
from service.text.document import read_document

Matrix = NDArray[np.float64]

_FOLDS = 6
_RIDGE = 1.0
_BINS = 10
_SLACK = 0.002
"""How much F1 to give away for answering more: a caller may raise the threshold, not lower it."""


@dataclass(frozen=True, slots=True)
class DecoderEvidence:
    """All attributions found in some articles: their features, and whether people agree."""

    features: Matrix
    agreed: Matrix
    articles: NDArray[np.int64]
    gold: int


@dataclass(frozen=True, slots=True)
class CalibrationFit:
    """A logistic regression, and how well it does on folds that it was not fitted on."""

    weights: Matrix
    bias: float
    least: float
    error: float
    """The expected calibration error."""


def gather_evidence(reader: ModelReader, articles: Sequence[AnnotatedArticle]) -> DecoderEvidence:
    """Read annotated articles, and note for each attribution found whether people agree."""
    rows: list[tuple[float, ...]] = []
    agreed: list[float] = []
    owners: list[int] = []
    gold_count = 0
    for number, article in enumerate(articles):
        reading = article.readings[0]
        document = read_document(reading.text)
        candidates = reader.find(document, find_quoted_spans(document))
        found = [candidate.attribution for candidate in candidates]
        gold = cover_attributions(
            MarkedAttribution(content=each.content, cue=each.cue, source=each.source)
            for each in reading.attributions
        )
        predicted = cover_attributions(
            MarkedAttribution(content=each.content, cue=each.cue, source=each.source)
            for each in found
        )
        right = {pair.predicted for pair in pair_attributions(gold, predicted) if pair.same_source}
        gold_count += len(gold)
        rows += [features(candidate.found) for candidate in candidates]
        agreed += [float(index in right) for index in range(len(candidates))]
        owners += [number] * len(candidates)
    return DecoderEvidence(np.array(rows), np.array(agreed), np.array(owners), gold_count)


def fit_calibration(evidence: DecoderEvidence) -> CalibrationFit:
    """Fit the regression on all evidence, and judge it by cross-validation over articles.

    Raises:
        ValueError: Nothing was found.
        OnRecordError: Scikit-learn is not installed.
    """
    if not len(evidence.agreed):
        raise ValueError("The network finds nothing yet: train it for longer.")
    chances = np.zeros(len(evidence.agreed))
    for fold in range(_FOLDS):
        test = evidence.articles % _FOLDS == fold
        others = fit_logistic(evidence.features[~test], evidence.agreed[~test], ridge=_RIDGE)
        chances[test] = others.probabilities(evidence.features[test])
    fitted = fit_logistic(evidence.features, evidence.agreed, ridge=_RIDGE)
    return CalibrationFit(
        weights=fitted.weights,
        bias=fitted.bias,
        least=_best_threshold(chances, evidence.agreed, evidence.gold),
        error=calibration_error(chances, evidence.agreed),
    )


def calibration_error(chances: Matrix, agreed: Matrix) -> float:
    """Probabilities and outcomes -> the expected calibration error over bins of equal width."""
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(chances[bins == index].mean() - agreed[bins == index].mean()) * (bins == index).sum()
        for index in np.unique(bins)
    ]
    return float(sum(gaps) / len(chances))


def write_calibration(fitted: CalibrationFit, path: Path) -> None:
    """Write a regression to the JSON file that the engine reads."""
    weights = dict(zip(FEATURES, (round(float(each), 6) for each in fitted.weights), strict=True))
    stored = {
        "weights": weights,
        "bias": round(fitted.bias, 6),
        "least": round(fitted.least, 3),
        "expected_calibration_error": round(fitted.error, 4),
    }
    path.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def _best_threshold(chances: Matrix, agreed: Matrix, gold: int) -> float:
    """Return the lowest confidence whose F1 is within the slack of the best F1."""
    order = np.argsort(-chances)
    hits = np.cumsum(agreed[order])
    scores = 2 * hits / (np.arange(1, len(order) + 1) + gold)
    return float(chances[order][np.flatnonzero(scores >= scores.max() - _SLACK)[-1]])
