"""Train the ranker of pronouns on annotated articles.

The features of a pronoun depend on how the pronouns before it were decided. So the ranker is fitted
twice: first on occasions that an untrained ranker met, then on those that the first fit met. The
same files give the same weights.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from service.gold.articles import load_annotated
from service.speakers.coreference.ranker import Ranker
from service.training.antecedents import load_antecedents, load_hand_labels
from service.training.occasions import find_occasions
from service.training.ranking import FitSettings, cross_validate, fit_ranker, share_right

_BY_HAND = Path(__file__).parent / "pronouns_by_hand.jsonl"
_ROUNDS = 2


def train_ranker(articles: Path, names: Path, out: Path) -> Iterator[str]:
    """Fit the ranker and write its weights, with a line of figures after each round.

    Args:
        articles: JSONL of annotated articles.
        names: JSONL of names and of chains of mentions in them, found by machine.
        out: The JSON file to write.
    """
    silver = load_antecedents(names)
    by_hand = load_hand_labels(_BY_HAND)
    annotated = [a for a in load_annotated(articles, names) if a.id in silver]
    settings, ranker = FitSettings(), Ranker({})
    for number in range(1, _ROUNDS + 1):
        occasions = list(find_occasions(annotated, silver, by_hand, ranker))
        ranker = fit_ranker(occasions, settings)
        labelled = sum(occasion.by_hand for occasion in occasions)
        right = share_right(occasions, ranker)
        yield f"round {number}: {len(occasions)} occasions, {labelled} by hand, {right:.3f} right"
    hand, machine = cross_validate(occasions, settings)
    yield f"cross-validated: {hand:.3f} right by hand, {machine:.3f} by machine"
    text = json.dumps({"weights": dict(sorted(ranker.weights.items()))}, indent=1)
    out.write_text(text + "\n", encoding="utf-8")
