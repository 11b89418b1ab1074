"""The ranker: a log-linear model that scores the antecedent candidates of a pronoun."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Ranker:
    """The learned weight of each feature (`python -m service.training ranker` learns them)."""

    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """Return the weighted sum of a candidate's features; unknown features count nothing."""
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())


@cache
def load_ranker() -> Ranker:
    """Return the ranker that comes with the code."""
    path = files("service.speakers") / "weights" / "pronouns.json"
    return Ranker(json.loads(path.read_text(encoding="utf-8"))["weights"])
