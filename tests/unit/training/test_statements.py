"""Labels belong to stretches of text, and a model is judged on articles that it has not seen."""

from __future__ import annotations

import numpy as np

from service.extraction.quotation import Kind, Quotation, Stance
from service.text.spans import Span
from service.training.statements import (
    HeldOut,
    JudgedQuotations,
    judge_in_folds,
    label_overlapped,
    score_floors,
)


def quotation_of(*content: Span) -> Quotation:
    return Quotation(
        content=content,
        cue=(),
        source=(),
        kind=Kind.INDIRECT,
        stance=Stance.SPEECH,
        confidence=0.5,
        utterances=(content,),
    )


def test_a_quotation_takes_the_label_of_the_stretch_that_it_shares_most_with() -> None:
    marked = [(set(range(10)), False), (set(range(8, 30)), True)]
    assert label_overlapped(quotation_of(Span(9, 28)), marked) is True
    assert label_overlapped(quotation_of(Span(0, 9)), marked) is False


def test_a_quotation_elsewhere_has_no_label() -> None:
    marked = [(set(range(10)), True)]
    assert label_overlapped(quotation_of(Span(8, 30)), marked) is None
    assert label_overlapped(quotation_of(Span(0, 10)), []) is None


def test_an_article_is_judged_by_a_model_of_the_other_articles() -> None:
    """One article has the opposite labels: its own would turn its probabilities round."""
    articles = np.repeat(np.arange(10), 4)
    features = np.tile([[1.0], [1.0], [-1.0], [-1.0]], (10, 1))
    statements = (features[:, 0] > 0).astype(float)
    statements[articles == 3] = 1.0 - statements[articles == 3]
    judged = JudgedQuotations(features, statements, articles, np.ones(40, dtype=np.bool_))
    chances = judge_in_folds(judged)[articles == 3]
    assert (chances[:2] > 0.5).all()
    assert (chances[2:] < 0.5).all()


def test_a_floor_that_drops_only_wrong_ones_raises_the_score() -> None:
    held_out = HeldOut(
        features=np.zeros((4, 1)), right=np.array([1.0, 1.0, 0.0, 0.0]), others=(2, 2), gold=5
    )
    scores = score_floors(held_out, np.array([0.9, 0.5, 0.05, 0.1]))
    assert scores[0.0] == 2 * 4 / (6 + 5)
    assert scores[0.11] == 2 * 4 / (4 + 5)
