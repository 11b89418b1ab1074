"""`python -m service.training.speakers`: from annotated articles to the ranker of pronouns.

    python -m service.training.speakers --articles train.jsonl --names train_corenlp.jsonl \
        --out service/speakers/weights/pronouns.json

The names file also holds chains of mentions, found by machine; `pronouns_by_hand.jsonl` beside this
file corrects them. The features of a pronoun depend on how the pronouns before it were decided, so
the ranker is fitted twice: from a ranker that knows nothing, and from what that one became. The
same files give the same weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from service.speakers.coreference.ranker import Ranker
from service.training.antecedents import load_antecedents, load_read_by_hand
from service.training.corpus import load_articles
from service.training.occasions import find_occasions
from service.training.ranking import Fit, cross_validate, fit_ranker, share_right

_BY_HAND = Path(__file__).parent / "pronouns_by_hand.jsonl"
_ROUNDS = 2


def main() -> None:
    """The command line -> the weights of the ranker, and how good they are."""
    parser = argparse.ArgumentParser(prog="python -m service.training.speakers")
    parser.add_argument("--articles", type=Path, required=True, help="JSONL of annotated articles")
    parser.add_argument("--names", type=Path, required=True, help="JSONL of names and chains")
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    options = parser.parse_args()
    silver = load_antecedents(options.names)
    by_hand = load_read_by_hand(_BY_HAND)
    articles = [a for a in load_articles(options.articles, options.names) if a.id in silver]
    fit, ranker = Fit(), Ranker({})
    for number in range(1, _ROUNDS + 1):
        occasions = list(find_occasions(articles, silver, by_hand, ranker))
        ranker = fit_ranker(occasions, fit)
        labelled = sum(occasion.by_hand for occasion in occasions)
        right = share_right(occasions, ranker)
        print(f"round {number}: {len(occasions)} occasions, {labelled} by hand, {right:.3f} right")
    hand, machine = cross_validate(occasions, fit)
    print(f"cross-validated: {hand:.3f} right by hand, {machine:.3f} by machine")
    text = json.dumps({"weights": dict(sorted(ranker.weights.items()))}, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
