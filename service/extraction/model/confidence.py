"""Compute the confidence of an attribution: the probability that people would agree with it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from service.extraction.model.decoder import DecodedAttribution

_EDGE = 1e-4

FEATURES = ("cue", "content", "linked", "source", "sourceless", "quoted", "long")


def features(found: DecodedAttribution) -> tuple[float, ...]:
    """Return the numbers that the confidence depends on, in the order of `FEATURES`."""
    length = sum(len(run) for run in found.content)
    return (
        _log_odds(found.cue_chance),
        _log_odds(found.content_chance),
        _log_odds(found.linked_chance),
        _log_odds(found.source_chance),
        float(found.source is None),
        found.quoted_share,
        math.log1p(length),
    )


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """A logistic regression over `FEATURES`, fitted on articles that the weights have not seen."""

    weights: tuple[float, ...]
    bias: float
    least: float
    """Attributions with a lower confidence are left out."""

    def confidence(self, found: DecodedAttribution) -> float:
        """Return the confidence of an attribution, a probability."""
        pairs = zip(self.weights, features(found), strict=True)
        score = self.bias + sum(weight * value for weight, value in pairs)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def load_confidence_model(path: Path) -> ConfidenceModel:
    """Read the model from a JSON file with a weight for each feature and a bias."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return ConfidenceModel(
        weights=tuple(float(stored["weights"].get(name, 0.0)) for name in FEATURES),
        bias=float(stored["bias"]),
        least=float(stored["least"]),
    )


def _log_odds(chance: float) -> float:
    bounded = min(1.0 - _EDGE, max(_EDGE, chance))
    return math.log(bounded / (1.0 - bounded))
