"""Train the ranker of pronouns on annotated articles and on GAP.

The features of a pronoun depend on how the pronouns before it were decided. So the ranker is fitted
several times: first on occasions that an untrained ranker met, then on those that the last fit met.
The same files give the same weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.extraction.model.model_reader import load_reader
from service.gold.articles import load_annotated
from service.speakers.coreference.ranker import FeatureRanker, Ranker, write_ranker
from service.training.antecedents import load_antecedents, load_hand_labels
from service.training.gap import find_gap_occasions
from service.training.occasions import find_occasions
from service.training.ranking import (
    FitSettings,
    cross_validate,
    fit_features,
    fit_vectors,
    mix_rankers,
    share_right,
)

_BY_HAND = Path(__file__).parent / "pronouns_by_hand.jsonl"
_ROUNDS = 3
_SHARE_OF_VECTORS = 0.75
"""As good as 1 in folds, and names fewer people wrongly on PolNeAR dev.

The rounds go on with the unmixed ranker: with the mixed one they get worse from round to round.
"""


def train_ranker(
    articles: Path, names: Path, gap: Path, out: Path, *, check: Path | None = None
) -> Iterator[str]:
    """Fit the ranker and write its weights, with a line of figures after each round.

    Args:
        articles: JSONL of annotated articles.
        names: JSONL of names and of chains of mentions in them, found by machine.
        gap: The part of GAP to train on.
        out: The JSON file to write.
        check: Another part of GAP, to report how the result does on it.
    """
    silver = load_antecedents(names)
    by_hand = load_hand_labels(_BY_HAND)
    annotated = [a for a in load_annotated(articles, names) if a.id in silver]
    engine = load_reader(threads=2)
    settings, ranker = FitSettings(), Ranker(FeatureRanker({}))
    of_gap = list(find_gap_occasions(gap, engine))
    for number in range(1, _ROUNDS + 1):
        occasions = [*find_occasions(annotated, silver, by_hand, ranker, engine), *of_gap]
        alone, learned = fit_features(occasions, settings), fit_vectors(occasions, settings)
        ranker = Ranker(alone, learned)
        right = share_right(occasions, learned)
        yield f"round {number}: {len(occasions)} occasions, {right:.3f} right"
    for origin, (count, right) in cross_validate(occasions, settings).items():
        yield f"cross-validated, {origin}: {right:.3f} of {count} right"
    learned = mix_rankers(alone, learned, share=_SHARE_OF_VECTORS)
    if check:
        unseen = list(find_gap_occasions(check, engine))
        yield f"GAP, not trained on: {share_right(unseen, learned):.3f} of {len(unseen)} right"
    out.write_text(write_ranker(alone, learned), encoding="utf-8")
