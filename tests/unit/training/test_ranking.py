"""The ranker's training: labels to occasions to weights."""

from __future__ import annotations

import json

import pytest

from service.extraction.quotation import EntityLabel
from service.gold.articles import AnnotatedArticle, AnnotatedText, GoldAttribution, SilverName
from service.speakers.coreference.ranker import Ranker
from service.text.spans import Span
from service.training.antecedents import load_antecedents, load_hand_labels
from service.training.occasions import Occasion, find_occasions
from service.training.ranking import FitSettings, cross_validate, fit_ranker, share_right

TEXT = "Ada Rehn met Eva Holt. She said it was over."
ADA, EVA, SHE = Span(0, 8), Span(13, 21), Span(23, 26)


@pytest.fixture
def article():
    gold = GoldAttribution(source=(SHE,), cue=(Span(27, 31),), content=(Span(32, 43),))
    names = (SilverName(ADA, EntityLabel.PERSON), SilverName(EVA, EntityLabel.PERSON))
    return AnnotatedArticle("one", "outlet", (AnnotatedText(TEXT, (gold,), names),))


@pytest.fixture
def silver(tmp_path):
    path = tmp_path / "names.jsonl"
    people = [[ADA.start, ADA.end, "PERSON"], [EVA.start, EVA.end, "PERSON"]]
    chain = [[EVA.start, EVA.end], [SHE.start, SHE.end]]
    path.write_text(json.dumps({"id": "one", "entities": people, "coreference": [chain]}))
    return load_antecedents(path)


def test_a_chain_tells_which_candidate_is_right(article, silver):
    (occasion,) = find_occasions([article], silver, {}, Ranker({}))
    assert sorted(occasion.right) == [False, True]
    assert not occasion.by_hand


def test_a_label_by_hand_outranks_the_chain(article, silver, tmp_path):
    path = tmp_path / "hand.jsonl"
    label = {"id": "one", "pronoun": SHE.start, "named": [ADA.start, ADA.end]}
    path.write_text(json.dumps(label))
    (machine,) = find_occasions([article], silver, {}, Ranker({}))
    (hand,) = find_occasions([article], silver, load_hand_labels(path), Ranker({}))
    assert hand.by_hand
    assert hand.right == tuple(not right for right in machine.right)


def _occasions():
    near, far = {"near": 1.0}, {"far": 1.0}
    return [Occasion(str(n), n % 3 == 0, (far, near), (False, True)) for n in range(12)]


def test_weights_prefer_what_was_right():
    ranker = fit_ranker(_occasions(), FitSettings())
    assert ranker.weights["near"] > 0 > ranker.weights["far"]
    assert share_right(_occasions(), ranker) == 1.0


def test_the_same_occasions_give_the_same_weights():
    assert fit_ranker(_occasions(), FitSettings()) == fit_ranker(_occasions(), FitSettings())


def test_cross_validation_judges_hand_and_machine_apart():
    assert cross_validate(_occasions(), FitSettings()) == (1.0, 1.0)
