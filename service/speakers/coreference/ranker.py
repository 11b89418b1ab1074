"""The ranker: a log-linear model that scores the antecedent candidates of a pronoun."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FeatureRanker:
    """The learned weight of each feature."""

    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """Return the weighted sum of a candidate's features; unknown features count nothing."""
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())


@dataclass(frozen=True, slots=True)
class VectorRanker:
    """The learned weights of features and, beside them, of the encoder's vectors."""

    features: FeatureRanker
    pairs: Vector
    """The weights of `compare_vectors`."""

    def score(self, features: Mapping[str, float], pronoun: Vector, candidate: Vector) -> float:
        """Return the points of a candidate.

        Args:
            features: The features of the candidate.
            pronoun: The vector of the pronoun.
            candidate: The vector of the words that referred to the candidate last.
        """
        points = float(compare_vectors(pronoun, candidate) @ self.pairs)
        return self.features.score(features) + points


@dataclass(frozen=True, slots=True)
class Ranker:
    """What was learned (`python -m service.training ranker`)."""

    alone: FeatureRanker
    """For roles, "it" and "they", and where there are no vectors."""
    with_vectors: VectorRanker | None = None
    """For "he", "she" and their forms."""


def compare_vectors(pronoun: Vector, candidate: Vector) -> Vector:
    """Return the products and differences of two vectors' numbers, and the candidate's numbers."""
    return np.concatenate((pronoun * candidate, np.abs(pronoun - candidate), candidate))


@cache
def load_ranker() -> Ranker:
    """Return the ranker that comes with the code."""
    path = files("service.speakers") / "weights" / "pronouns.json"
    return read_ranker(path.read_text(encoding="utf-8"))


def read_ranker(written: str) -> Ranker:
    """Return the ranker that `write_ranker` wrote."""
    stored = json.loads(written)
    pairs = np.array(stored["pairs"], dtype=np.float32)
    return Ranker(
        FeatureRanker(stored["alone"]), VectorRanker(FeatureRanker(stored["with_vectors"]), pairs)
    )


def write_ranker(alone: FeatureRanker, with_vectors: VectorRanker) -> str:
    """Return a ranker as JSON, with its weights rounded to what matters."""
    stored = {
        "alone": _rounded(alone),
        "with_vectors": _rounded(with_vectors.features),
        "pairs": [round(float(each), 4) for each in with_vectors.pairs],
    }
    return json.dumps(stored, indent=1) + "\n"


def _rounded(ranker: FeatureRanker) -> dict[str, float]:
    return {name: round(weight, 3) for name, weight in sorted(ranker.weights.items())}
