"""Groups of words by which a reworded utterance is looked up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.rare_words import rarest_first, unchanged_words, word_groups

WORDS = ["crook", "troops", "baghdad", "ferry", "zinc", "we", "the", "of", "will", "harbour"]


def test_the_rarest_words_come_first_and_once() -> None:
    assert rarest_first(["the", "ferry", "of", "the", "zinc"]) == ["ferry", "zinc", "of", "the"]


def test_groups_of_the_rarest_words_allow_one_changed_word() -> None:
    groups = word_groups(["the", "troops", "of", "baghdad"], least=10.0)
    assert groups == (("baghdad", "troops"), ("baghdad", "of"), ("troops", "of"))


def test_common_words_make_no_group() -> None:
    assert word_groups(["that", "is", "the"], least=10.0) == ()
    assert word_groups([], least=0.0) == ()
    assert word_groups(["crook"], least=0.0) == ()


def test_negations_and_numbers_are_left_out_of_unchanged_words() -> None:
    assert unchanged_words(["we", "will", "not", "pay", "3", "or", "4"]) == (
        "or",
        "pay",
        "we",
        "will",
    )


@given(st.lists(st.sampled_from(WORDS), min_size=4, unique=True), st.data())
def test_a_rewording_that_keeps_three_words_of_four_has_a_group(
    words: list[str], data: st.DataObject
) -> None:
    # No group is left out as too common.
    lost = data.draw(st.sets(st.sampled_from(words), max_size=max(1, len(words) // 4)))
    kept = set(words) - lost
    groups = word_groups(words, least=-1.0)
    assert any(kept.issuperset(group) for group in groups)
