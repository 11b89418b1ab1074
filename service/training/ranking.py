"""Fit the ranker: weights under which the right candidates are the likeliest."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from service.speakers.coreference.ranker import FeatureRanker, VectorRanker
from service.training.occasions import Occasion, Origin

Column = NDArray[np.float64]

_FOLDS = 4
_CONSTANT = 1e-3
"""Numbers with a smaller deviation are the same for all candidates."""


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How the weights are fitted."""

    origins: Mapping[Origin, float] = field(
        default_factory=lambda: {
            Origin.HAND: 3.0,
            Origin.SILVER: 1.0,
            Origin.NARRATIVE: 0.5,
            Origin.GAP: 0.4,
        }
    )
    """The weight of an occasion by its origin."""
    pull: float = 3.0
    """The ridge: how strongly the weights of features are drawn to zero."""
    pull_of_pairs: float = 1000.0
    """The same for the weights of vectors, whose numbers are scaled to a deviation of 1."""
    rounds: int = 150
    rate: float = 0.05


@dataclass(frozen=True, slots=True)
class _Rows:
    """All candidates of all occasions, a row each."""

    columns: Column
    right: Column
    weight: Column
    first: NDArray[np.intp]
    """The first row of each occasion."""
    sizes: NDArray[np.intp]
    """How many rows each has."""

    def share(self, points: Column) -> Column:
        """Return values of the rows as shares of their occasion's sum."""
        return points / np.repeat(np.add.reduceat(points, self.first), self.sizes)

    def likelihood(self, points: Column) -> Column:
        """Return the probability of each row within its occasion."""
        most = np.repeat(np.maximum.reduceat(points, self.first), self.sizes)
        return self.share(np.exp(points - most))


def fit_features(occasions: Sequence[Occasion], settings: FitSettings) -> FeatureRanker:
    """Fit the weights of features alone, on sources: roles stand where sources do."""
    sources = [each for each in occasions if each.origin in (Origin.HAND, Origin.SILVER)]
    names = _feature_names(sources)
    weights = _fit(_rows(sources, _matrix(sources, names), settings), len(names), settings)
    return FeatureRanker(dict(zip(names, map(float, weights), strict=True)))


def fit_vectors(occasions: Sequence[Occasion], settings: FitSettings) -> VectorRanker:
    """Fit the weights of features and vectors together."""
    names = _feature_names(occasions)
    pairs = np.concatenate([occasion.pairs for occasion in occasions]).astype(np.float64)
    spread = pairs.std(axis=0)
    spread[spread < _CONSTANT] = 1.0
    columns = np.hstack((_matrix(occasions, names), pairs / spread))
    weights = _fit(_rows(occasions, columns, settings), len(names), settings)
    features = FeatureRanker(dict(zip(names, map(float, weights), strict=False)))
    return VectorRanker(features, (weights[len(names) :] / spread).astype(np.float32))


def mix_rankers(alone: FeatureRanker, learned: VectorRanker, *, share: float) -> VectorRanker:
    """Return a ranker whose points are a weighted mean of those of two.

    Args:
        alone: The ranker by features alone.
        learned: The ranker by features and vectors.
        share: The weight of `learned`, 0 to 1.
    """
    names = {*alone.weights, *learned.features.weights}
    weights = {
        name: (1 - share) * alone.weights.get(name, 0.0)
        + share * learned.features.weights.get(name, 0.0)
        for name in names
    }
    return VectorRanker(FeatureRanker(weights), np.float32(share) * learned.pairs)


def _fit(rows: _Rows, features: int, settings: FitSettings) -> Column:
    """Fit by Adam the weights under which the right candidates together are the likeliest."""
    pull = np.full(rows.columns.shape[1], settings.pull_of_pairs)
    pull[:features] = settings.pull
    weights = np.zeros_like(pull)
    slope, spread = np.zeros_like(weights), np.zeros_like(weights)
    for number in range(1, settings.rounds + 1):
        likely = rows.likelihood(rows.columns @ weights)
        # Where several candidates are right, the fit may choose among them.
        wanted = rows.share(likely * rows.right)
        gradient = pull * weights + rows.columns.T @ (rows.weight * (likely - wanted))
        slope = 0.9 * slope + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        step = np.sqrt(spread / (1 - 0.99**number)) + 1e-8
        weights = weights - settings.rate * (slope / (1 - 0.9**number)) / step
    return weights


def share_right(occasions: Sequence[Occasion], ranker: VectorRanker) -> float:
    """Return the share of occasions whose first candidate is right."""
    return float(np.mean([occasion.right[_first(occasion, ranker)] for occasion in occasions]))


def cross_validate(
    occasions: Sequence[Occasion], settings: FitSettings
) -> dict[Origin, tuple[int, float]]:
    """Return by origin how many occasions there are, and the share that is right.

    Each article is judged by a ranker that was not fitted on it.
    """
    articles = sorted({occasion.article for occasion in occasions})
    random.Random(0).shuffle(articles)  # noqa: S311 - a fixed split, not a secret
    hits: dict[Origin, list[bool]] = {}
    for fold in range(_FOLDS):
        held = set(articles[fold::_FOLDS])
        ranker = fit_vectors([o for o in occasions if o.article not in held], settings)
        for occasion in occasions:
            if occasion.article in held:
                right = occasion.right[_first(occasion, ranker)]
                hits.setdefault(occasion.origin, []).append(right)
    return {origin: (len(right), sum(right) / len(right)) for origin, right in hits.items()}


def _first(occasion: Occasion, ranker: VectorRanker) -> int:
    points = [ranker.features.score(features) for features in occasion.candidates]
    return int(np.argmax(np.array(points) + occasion.pairs @ ranker.pairs))


def _feature_names(occasions: Sequence[Occasion]) -> list[str]:
    return sorted({name for o in occasions for features in o.candidates for name in features})


def _matrix(occasions: Sequence[Occasion], names: Sequence[str]) -> Column:
    candidates = [features for occasion in occasions for features in occasion.candidates]
    return np.array([[features.get(name, 0.0) for name in names] for features in candidates])


def _rows(occasions: Sequence[Occasion], columns: Column, settings: FitSettings) -> _Rows:
    sizes = np.array([len(occasion.right) for occasion in occasions])
    return _Rows(
        columns=columns,
        right=np.concatenate([np.array(o.right, dtype=float) for o in occasions]),
        weight=np.repeat([settings.origins[occasion.origin] for occasion in occasions], sizes),
        first=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        sizes=sizes,
    )
