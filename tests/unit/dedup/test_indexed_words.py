"""A line of words holds every wording, each word whole, and no phrase across two wordings."""

from __future__ import annotations

from service.dedup.quote_summary import (
    LONGEST_INDEXED,
    MOST_CHARACTERS,
    MOST_WORDINGS,
    indexed_words,
    wordings_in,
    words_column,
)
from service.dedup.search_terms import article_words


def test_the_index_has_the_words_of_each_wording_but_no_wording_twice() -> None:
    column = words_column(["It will sail at dawn", "it will SAIL", "At dawn it sails"])
    assert column == " it will sail at dawn $$ at dawn it sails "
    assert wordings_in(column) == [
        ("it", "will", "sail", "at", "dawn"),
        ("at", "dawn", "it", "sails"),
    ]


def test_the_index_limits_the_length_of_words_and_the_number_of_wordings() -> None:
    assert indexed_words("a" * 100) == ("a" * LONGEST_INDEXED,)
    many = [f"{number} ferries sail" for number in range(100, 100 + 2 * MOST_WORDINGS)]
    assert len(wordings_in(words_column(many))) == MOST_WORDINGS


def test_a_line_ends_with_a_whole_word_below_the_limit() -> None:
    line = words_column([" ".join(f"ferry{number}" for number in range(40_000))])
    assert MOST_CHARACTERS - LONGEST_INDEXED < len(line) <= MOST_CHARACTERS
    assert line.endswith(" ")


def test_a_wording_without_words_leaves_no_trace() -> None:
    assert words_column(["..."]) == ""
    assert words_column(["It will sail", "...", "?!", "At dawn"]) == " it will sail $$ at dawn "


def test_title_and_text_of_an_article_are_two_wordings() -> None:
    assert article_words("The Harbour [sic]", "At “dawn” it sails") == (
        " the harbor sic $$ at dawn it sails "
    )
    assert article_words(None, "At dawn") == " at dawn "
