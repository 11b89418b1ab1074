"""The figures of deduplication, from files made for the purpose."""

import pytest

from service.evaluation.dedup.labelled_pairs import Labelled, LabelledPair, LabelledSpan
from service.evaluation.dedup.scores import (
    PairScore,
    baseline_predictions,
    gold_utterances,
    macro_weights,
    predict_by_clusters,
    predict_by_rules,
    score_method,
    score_pairs,
    story_of,
)


def test_the_rules_and_every_baseline_have_a_row(labelled: Labelled) -> None:
    right = PairScore(1, 0, 0)
    ours = score_method("ours", labelled.pairs, predict_by_rules(gold_utterances(labelled)))
    assert (ours.overall, ours.longer, ours.macro) == (right, right, right)
    others = baseline_predictions(labelled)
    assert len(others) == 5
    of_runs = others["run of 8 words (Quootstrap)"]
    assert score_pairs(labelled.pairs, of_runs) == right


def test_a_span_that_was_not_found_is_like_nothing(labelled: Labelled) -> None:
    found = score_pairs(labelled.pairs, predict_by_clusters({}, {}))
    assert found == PairScore(right=0, wrong=0, missed=1)


def test_figures() -> None:
    figures = PairScore(right=6, wrong=2, missed=4)
    assert (figures.precision, figures.recall) == (0.75, 0.6)
    assert figures.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def pair(a: str, b: str, *, same: bool, cluster: str) -> LabelledPair:
    ends = [LabelledSpan(name, 0, 9) for name in (a, b)]
    return LabelledPair(*ends, same=same, words=2, cluster=cluster, file="pairs")


def test_pairs_that_share_a_cluster_or_a_span_are_one_story() -> None:
    pairs = [
        pair("one", "two", same=True, cluster="x"),
        pair("three", "four", same=True, cluster="x"),
        pair("two", "five", same=False, cluster="y"),
        pair("six", "seven", same=False, cluster="z"),
    ]
    stories = [story_of(pairs)[each] for each in pairs]
    assert stories[0] == stories[1] == stories[2] != stories[3]


def test_a_story_counts_once_however_many_pairs_it_has() -> None:
    large = [pair(f"{n}", f"other {n}", same=True, cluster="large") for n in range(8)]
    small = pair("a", "b", same=True, cluster="small")
    weights = macro_weights([*large, small])
    found = score_pairs([*large, small], lambda each: each.cluster == "large", weights=weights)
    assert found == PairScore(right=1, wrong=0, missed=1)
