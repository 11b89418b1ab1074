"""The ranker: the features of a candidate to points, by weights that were learnt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Ranker:
    """What each feature of a candidate counts for (see service/training/speakers.py)."""

    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """The features of a candidate -> its points."""
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())


@cache
def load_ranker() -> Ranker:
    """Nothing -> the ranker that comes with the code."""
    path = files("service.speakers") / "weights" / "pronouns.json"
    return Ranker(json.loads(path.read_text(encoding="utf-8"))["weights"])
