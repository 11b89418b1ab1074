"""The fullest wording is the one that has most of what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.quote_summary import fullest_first, relevance


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


def test_a_short_quote_of_many_outlets_is_most_relevant() -> None:
    ranks = [relevance(5, 8), relevance(5, 2), relevance(5, 1), relevance(40, 1), relevance(0, 0)]
    assert ranks == sorted(set(ranks), reverse=True)
