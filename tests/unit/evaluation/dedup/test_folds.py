"""Thresholds and weights are chosen on some pairs and judged on others."""

from service.evaluation.dedup.folds import (
    apart_from,
    best_of,
    compare_key_matches,
    cross_validated,
    predict_by_regression,
    predict_by_thresholds,
    split_folds,
)
from service.evaluation.dedup.labelled_pairs import Labelled, LabelledPair, LabelledSpan
from service.evaluation.dedup.scores import PairScore, gold_utterances, score_pairs


def test_pairs_of_one_story_share_a_fold(labelled: Labelled) -> None:
    assert sorted(map(len, split_folds(labelled.pairs))) == [0, 0, 0, 0, 2]


def test_a_choice_for_a_fold_sees_none_of_its_articles(labelled: Labelled) -> None:
    ends = [LabelledSpan(name, 20, 29) for name in ("one", "four", "five", "six")]
    near, far = (
        LabelledPair(a, b, same=False, words=2, cluster=a.article, file="pairs")
        for a, b in (ends[:2], ends[2:])
    )
    assert apart_from(frozenset(labelled.pairs), [*labelled.pairs, near, far]) == {far}


def test_each_fold_is_predicted_by_a_choice_on_the_others(labelled: Labelled) -> None:
    known = gold_utterances(labelled)
    predictions = predict_by_thresholds(
        compare_key_matches(known.utterances), known, labelled.pairs
    )
    predicted = cross_validated(labelled.pairs, best_of(predictions))
    assert score_pairs(labelled.pairs, predicted.__getitem__) == PairScore(1, 0, 0)


def test_a_regression_learns_what_it_is_shown(labelled: Labelled) -> None:
    known = gold_utterances(labelled)
    learn = predict_by_regression(compare_key_matches(known.utterances), known, labelled.pairs)
    predicted = learn(frozenset(labelled.pairs))
    assert [predicted[pair] for pair in labelled.pairs] == [True, False]
