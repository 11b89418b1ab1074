"""Fit the ranker: weights under which the right candidates are the likeliest."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.speakers.coreference.ranker import Ranker
from service.training.occasions import Occasion

Vector = NDArray[np.float64]

_FOLDS = 4


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How the weights are fitted."""

    by_hand: float = 3.0
    """The weight of an occasion labelled by hand; one labelled by machine has weight 1."""
    pull: float = 3.0
    """The ridge: how strongly weights are drawn to zero."""
    rounds: int = 250
    rate: float = 0.05


@dataclass(frozen=True, slots=True)
class _Case:
    features: Vector
    right: Vector
    weight: float


def fit_ranker(occasions: Sequence[Occasion], settings: FitSettings) -> Ranker:
    """Fit by Adam the ranker under which the right candidates together are the likeliest."""
    names = sorted({name for o in occasions for features in o.candidates for name in features})
    cases = [_case(occasion, names, settings) for occasion in occasions]
    weights = np.zeros(len(names))
    slope, spread = np.zeros_like(weights), np.zeros_like(weights)
    for number in range(1, settings.rounds + 1):
        gradient = settings.pull * weights
        for case in cases:
            likely = _softmax(case.features @ weights)
            wanted = likely * case.right
            gradient += case.weight * (case.features.T @ (likely - wanted / wanted.sum()))
        slope = 0.9 * slope + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        step = np.sqrt(spread / (1 - 0.99**number)) + 1e-8
        weights = weights - settings.rate * (slope / (1 - 0.9**number)) / step
    return Ranker({n: round(float(w), 3) for n, w in zip(names, weights, strict=True)})


def share_right(occasions: Sequence[Occasion], ranker: Ranker) -> float:
    """Occasions and a ranker -> the share of them whose first candidate is right."""
    firsts = [_first(occasion, ranker) for occasion in occasions]
    return sum(o.right[first] for o, first in zip(occasions, firsts, strict=True)) / len(firsts)


def cross_validate(occasions: Sequence[Occasion], settings: FitSettings) -> tuple[float, float]:
    """Occasions -> the shares that are right, of those labelled by hand and by machine.

    Each article is judged by a ranker that was not fitted on it.
    """
    articles = sorted({occasion.article for occasion in occasions})
    random.Random(0).shuffle(articles)  # noqa: S311 - a fixed split, not a secret
    hits: dict[bool, list[float]] = {True: [], False: []}
    for fold in range(_FOLDS):
        held = set(articles[fold::_FOLDS])
        ranker = fit_ranker([o for o in occasions if o.article not in held], settings)
        for occasion in occasions:
            if occasion.article in held:
                hits[occasion.by_hand].append(occasion.right[_first(occasion, ranker)])
    return tuple(sum(h) / max(1, len(h)) for h in (hits[True], hits[False]))  # type: ignore[return-value]


def _first(occasion: Occasion, ranker: Ranker) -> int:
    points = [ranker.score(features) for features in occasion.candidates]
    return points.index(max(points))


def _case(occasion: Occasion, names: Sequence[str], settings: FitSettings) -> _Case:
    rows = [[features.get(name, 0.0) for name in names] for features in occasion.candidates]
    weight = settings.by_hand if occasion.by_hand else 1.0
    return _Case(np.array(rows), np.array(occasion.right, dtype=float), weight)


def _softmax(points: Vector) -> Vector:
    raised: Vector = np.exp(points - points.max())
    return raised / raised.sum()
