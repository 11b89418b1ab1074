"""A rare word weighs more than a common one."""

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.words.normalise import MOST_BITS, bits, is_english_word, total_bits


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert 0 < bits("the") < bits("people") < bits("zeppelin") == MOST_BITS


def test_all_numbers_weigh_the_same() -> None:
    assert bits("3") == bits("2031") == bits("million")


def test_a_name_is_no_english_word() -> None:
    assert is_english_word("water")
    assert not is_english_word("quill")


@given(st.lists(st.text(max_size=8)))
def test_the_weight_of_words_is_the_sum(words: list[str]) -> None:
    assert 0 <= total_bits(words) <= MOST_BITS * len(words)
    assert total_bits(words) == sum(bits(word) for word in words)
