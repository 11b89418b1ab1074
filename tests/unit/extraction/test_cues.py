"""Cue words: their forms and their stance."""

from __future__ import annotations

import pytest

from service.extraction.cues import find_stance, forms_of, is_cue_word, load_verbs
from service.extraction.quotation import Stance
from tests.support.scripted_engine import extract


def test_cues_tell_what_the_source_does() -> None:
    text = "Ada said a b c. Ben believes d e f. Cid plans to g h i."
    answers = [
        (["a b c"], "said", "Ada"),
        (["d e f"], "believes", "Ben"),
        (["to g h i"], "plans", "Cid"),
    ]
    stances = [quotation.stance for quotation in extract(text, *answers).quotations]
    assert stances == [Stance.SPEECH, Stance.BELIEF, Stance.INTENTION]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("reply", {"reply", "replies", "replied", "replying"}),
        ("note", {"note", "notes", "noted", "noting"}),
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
        ("say", {"say", "says", "said", "saying"}),
    ],
)
def test_a_verb_has_its_forms(verb: str, forms: set[str]) -> None:
    assert forms <= forms_of(verb)


def test_speech_wins_over_other_stances() -> None:
    assert find_stance("thought and said") is Stance.SPEECH
    assert find_stance("thought") is Stance.BELIEF
    assert find_stance("without a verb") is Stance.SPEECH


def test_a_cue_word_is_a_verb_or_a_noun() -> None:
    assert is_cue_word("Said")
    assert not is_cue_word("boat")
    assert load_verbs()["told"] == ("tell", Stance.SPEECH)
