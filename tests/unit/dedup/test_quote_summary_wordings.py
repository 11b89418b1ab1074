"""The fullest wording is the one that has most of what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.quote_summary import (
    LONGEST_INDEXED,
    MOST_WORDINGS,
    fullest_first,
    indexed_words,
    wordings_in,
    words_column,
)


@pytest.mark.parametrize(
    ("fuller", "other"),
    [
        ("The ferry will sail at dawn", "The ferry will sail"),
        ("It will sail at dawn", "[The long-suffering Wexcombe ferry] will sail at dawn"),
        ("We will sail at dawn", "[W]e will sail at dawn"),
        ("He said we sail at dawn", "He said [the [long-suffering] ferry] sails"),
        ("It will sail at dawn", "It will sail … at dawn"),
        ("It will, we hope, sail at dawn", "It will . . . . . . . . . . . . . . sail at dawn"),
        ("It will sail at dawn.", "It will sail at dawn"),
        ("It will sail", "it will sail"),
    ],
)
def test_an_editors_insertion_makes_no_wording_fuller(fuller: str, other: str) -> None:
    assert fullest_first([other, fuller]) == [fuller, other]


@given(st.sets(st.text(st.sampled_from("aA[].… ")), min_size=1))
def test_the_order_of_wordings_does_not_matter(wordings: set[str]) -> None:
    assert fullest_first(sorted(wordings)) == fullest_first(sorted(wordings, reverse=True))


def test_the_index_has_the_words_of_each_wording_but_no_wording_twice() -> None:
    column = words_column(["It will sail at dawn", "it will SAIL", "At dawn it sails"])
    assert column == " it will sail at dawn $$ at dawn it sails "
    assert wordings_in(column) == [
        ("it", "will", "sail", "at", "dawn"),
        ("at", "dawn", "it", "sails"),
    ]


def test_the_index_limits_the_length_of_words_and_the_number_of_wordings() -> None:
    assert indexed_words("a" * 100) == ("a" * LONGEST_INDEXED,)
    many = [f"{number} ferries sail" for number in range(100, 150)]
    assert len(wordings_in(words_column(many))) == MOST_WORDINGS
