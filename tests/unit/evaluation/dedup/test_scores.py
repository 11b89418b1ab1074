"""The figures of deduplication, from files made for the purpose."""

import pytest

from service.evaluation.dedup.labelled_pairs import Labelled
from service.evaluation.dedup.scores import (
    PairScore,
    baseline_rows,
    gold_utterances,
    predict_by_clusters,
    predict_by_rules,
    score_method,
    score_pairs,
)


def test_the_rules_and_every_baseline_have_a_row(labelled: Labelled) -> None:
    right = PairScore(1, 0, 0)
    ours = score_method("ours", labelled.pairs, predict_by_rules(gold_utterances(labelled)))
    assert (ours.overall, ours.longer) == (right, right)
    others = {each.method: each.overall for each in baseline_rows(labelled)}
    assert len(others) == 5
    assert others["run of 8 words (Quootstrap)"] == right


def test_a_span_that_was_not_found_is_like_nothing(labelled: Labelled) -> None:
    found = score_pairs(labelled.pairs, predict_by_clusters({}, {}))
    assert found == PairScore(right=0, wrong=0, missed=1)


def test_figures() -> None:
    figures = PairScore(right=6, wrong=2, missed=4)
    assert (figures.precision, figures.recall) == (0.75, 0.6)
    assert figures.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
