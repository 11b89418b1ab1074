"""Judge indirect quotations: how likely is each a statement at all?"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from service.extraction.quotation import Kind, Quotation
from service.extraction.statements.features import STATEMENT_FEATURES, describe_statement

_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class StatementModel:
    """A logistic regression over `STATEMENT_FEATURES` (`python -m service.training statements`)."""

    weights: tuple[float, ...]
    bias: float
    least: float
    """A quotation with a lower probability is no statement, and is left out."""

    def probability(self, text: str, quotation: Quotation) -> float:
        """Return the probability that an indirect quotation is a statement."""
        pairs = zip(self.weights, describe_statement(text, quotation), strict=True)
        score = self.bias + sum(weight * value for weight, value in pairs)
        return 1.0 / (1.0 + math.exp(-max(-_LIMIT, min(_LIMIT, score))))


def keep_statements(
    text: str, quotations: Sequence[Quotation], model: StatementModel
) -> list[Quotation]:
    """Return the quotations, each with `statement`, without those that are no statement.

    Words in quotation marks were said by somebody, so a direct or mixed quotation keeps its 1.
    """
    judged = [
        replace(each, statement=round(model.probability(text, each), 4))
        if each.kind is Kind.INDIRECT
        else each
        for each in quotations
    ]
    return [each for each in judged if each.statement >= model.least]


@cache
def load_statement_model() -> StatementModel:
    """Read the model that comes with the code."""
    file = files("service.extraction.statements") / "weights.json"
    stored = json.loads(file.read_text(encoding="utf-8"))
    return StatementModel(
        weights=tuple(float(stored["weights"][name]) for name in STATEMENT_FEATURES),
        bias=float(stored["bias"]),
        least=float(stored["least"]),
    )


def write_statement_model(model: StatementModel) -> str:
    """Return a model as JSON."""
    pairs = zip(STATEMENT_FEATURES, model.weights, strict=True)
    stored = {
        "weights": {name: round(weight, 4) for name, weight in pairs},
        "bias": round(model.bias, 4),
        "least": model.least,
    }
    return json.dumps(stored, indent=2) + "\n"
