"""The ranker's training: labels to occasions to weights."""

from __future__ import annotations

import json

import numpy as np
import pytest

from service.extraction.model.model_reader import load_reader
from service.extraction.quotation import EntityLabel
from service.gold.articles import AnnotatedArticle, AnnotatedText, GoldAttribution, SilverName
from service.speakers.coreference.ranker import (
    FeatureRanker,
    Ranker,
    VectorRanker,
    read_ranker,
    write_ranker,
)
from service.text.spans import Span
from service.training.antecedents import load_antecedents, load_hand_labels
from service.training.gap import find_gap_occasions
from service.training.occasions import Occasion, Origin, find_occasions
from service.training.ranking import (
    FitSettings,
    cross_validate,
    fit_features,
    fit_vectors,
    mix_rankers,
    share_right,
)

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


@pytest.fixture(scope="module")
def engine():
    return load_reader()


def test_a_chain_tells_which_candidate_is_right(article, silver, engine):
    (occasion,) = find_occasions([article], silver, {}, Ranker(FeatureRanker({})), engine)
    assert sorted(occasion.right) == [False, True]
    assert occasion.origin is Origin.SILVER
    assert len(occasion.pairs) == 2


def test_a_label_by_hand_outranks_the_chain(article, silver, tmp_path, engine):
    path = tmp_path / "hand.jsonl"
    label = {"id": "one", "pronoun": SHE.start, "named": [ADA.start, ADA.end]}
    path.write_text(json.dumps(label))
    (machine,) = find_occasions([article], silver, {}, Ranker(FeatureRanker({})), engine)
    (hand,) = find_occasions(
        [article], silver, load_hand_labels(path), Ranker(FeatureRanker({})), engine
    )
    assert hand.origin is Origin.HAND
    assert hand.right == tuple(not right for right in machine.right)


def test_a_pronoun_of_the_narrative_is_learnt_from_too(article, silver, engine):
    bare = AnnotatedArticle("one", "outlet", (AnnotatedText(TEXT, (), article.readings[0].names),))
    (occasion,) = find_occasions([bare], silver, {}, Ranker(FeatureRanker({})), engine)
    assert occasion.origin is Origin.NARRATIVE


def test_a_snippet_of_gap_says_which_name_is_meant(tmp_path, engine):
    names = ["A", "A-offset", "A-coref", "B", "B-offset", "B-coref"]
    head = ["ID", "Text", "Pronoun", "Pronoun-offset", *names, "URL"]
    text = "Ada Rehn lost to Eva Holt in May. A week later she was in Paris."
    row = ["t-1", text, "she", "47", "Ada Rehn", "0", "TRUE", "Eva Holt", "17", "FALSE", ""]
    none = ["t-2", text, "she", "47", "Ada Rehn", "0", "FALSE", "Eva Holt", "17", "FALSE", ""]
    path = tmp_path / "gap.tsv"
    path.write_text("\n".join("\t".join(each) for each in (head, row, none)) + "\n", "utf-8")
    (occasion,) = find_gap_occasions(path, engine)
    assert (occasion.article, occasion.origin) == ("t-1", Origin.GAP)
    assert sorted(occasion.right) == [False, True]


def _occasions():
    """Twelve choices: the near candidate is right, and so is the one whose vector has a 1."""
    near, far = {"near": 1.0}, {"far": 1.0}
    pairs = np.array([[0.0, 0.5], [1.0, 0.5]], dtype=np.float32)
    origins = [Origin.HAND, Origin.SILVER, Origin.GAP]
    return [Occasion(str(n), origins[n % 3], (far, near), pairs, (False, True)) for n in range(12)]


def test_weights_prefer_what_was_right():
    ranker = fit_vectors(_occasions(), FitSettings())
    assert ranker.features.weights["near"] > 0 > ranker.features.weights["far"]
    assert ranker.pairs[0] > 0
    assert ranker.pairs[1] == pytest.approx(0.0, abs=1e-4)
    assert share_right(_occasions(), ranker) == 1.0


def test_features_alone_learn_from_sources():
    ranker = fit_features(_occasions(), FitSettings())
    assert ranker.weights["near"] > 0 > ranker.weights["far"]
    of_gap = [each for each in _occasions() if each.origin is not Origin.GAP]
    assert fit_features(of_gap, FitSettings()) == ranker


def test_a_mixed_ranker_gives_the_mean_of_the_points():
    alone = FeatureRanker({"near": 1.0, "far": -2.0})
    learned = VectorRanker(FeatureRanker({"near": 3.0}), np.array([4.0], dtype=np.float32))
    mixed = mix_rankers(alone, learned, share=0.75)
    assert mixed.features.weights == {"near": 2.5, "far": -0.5}
    assert mixed.pairs.tolist() == [3.0]


def test_the_same_occasions_give_the_same_weights():
    once, again = (
        write_ranker(
            fit_features(_occasions(), FitSettings()), fit_vectors(_occasions(), FitSettings())
        )
        for _ in range(2)
    )
    assert once == again


def test_a_ranker_is_written_and_read():
    alone, beside = FeatureRanker({"far": -1.0, "near": 0.25}), FeatureRanker({"near": 0.125})
    vectors = VectorRanker(beside, np.array([0.5, -0.125], dtype=np.float32))
    read = read_ranker(write_ranker(alone, vectors))
    assert read.alone == alone
    assert read.with_vectors is not None
    assert read.with_vectors.features == beside
    assert read.with_vectors.pairs.tolist() == [0.5, -0.125]


def test_cross_validation_judges_each_origin_apart():
    judged = cross_validate(_occasions(), FitSettings())
    assert judged == dict.fromkeys([Origin.HAND, Origin.SILVER, Origin.GAP], (4, 1.0))
