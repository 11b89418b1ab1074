"""An utterance, and whether two utterances have to do with one speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.utterance import (
    WordSequence,
    have_different_speakers,
    one_speaks_for_other,
    other_names_in,
    share_speaker,
    utterance_of,
    without_initials,
)
from tests.support.utterances import said

WORDS = ["the", "ferry", "is", "not", "sinking", "Ada", "3", "leaky", "no"]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_the_weight_of_an_utterance_is_that_of_its_words(text: str) -> None:
    utterance = utterance_of("a", text)
    assert utterance.word_sequence == WordSequence(utterance.words)
    assert utterance.word_sequence.bits == utterance.bits
    assert sum(utterance.weights) == utterance.bits


def test_a_name_weighs_nothing_among_the_weights_without_names() -> None:
    utterance = utterance_of("a", "we saw Ada Quill")
    assert utterance.weights_without_names == (*utterance.weights[:2], 0.0, 0.0)


@pytest.mark.parametrize(
    ("source", "speakers", "names"),
    [
        ("FBI Director James Comey", ["james comey"], "fbi director"),
        ("he", ["james comey"], ""),
        ("Mr Comey", ["james comey"], "mr"),
        ("the harbour board", [], ""),
    ],
)
def test_a_source_may_have_other_names_than_its_speaker(
    source: str, speakers: list[str], names: str
) -> None:
    assert other_names_in(source, speakers) == names


def test_middle_initials_are_left_out() -> None:
    assert without_initials(["paul d. ryan", "a. quill", "ned pike"]) == {
        "paul ryan",
        "a. quill",
        "ned pike",
    }
    assert said("no", by="paul d. ryan").speakers == {"paul ryan"}


def test_an_officer_speaks_for_the_body_in_the_source() -> None:
    officer = said("no", by="ned pike", source="Harbour Board director Ned Pike")
    body = said("no", by="harbour board", source="the Harbour Board")
    assert one_speaks_for_other(officer, body)
    assert one_speaks_for_other(body, officer)
    assert not share_speaker(officer, body)
    assert not have_different_speakers(officer, body)


def test_only_two_named_speakers_are_different() -> None:
    assert have_different_speakers(said("no"), said("no", by="ned pike"))
    assert not have_different_speakers(said("no"), said("no", by=None))
    assert not have_different_speakers(said("no"), said("no"))
