"""Sentence ends: each of the four questions has its own answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.sentences import (
    ends_in_stop,
    find_sentence_ends,
    follows_sentence,
    split_sentences,
)
from service.text.spans import Span

PIECES = st.sampled_from(["Mr", ".", " ", "”", "“", "Roe", "said", "!", "…", "É", ")", "1"])


def sentences_of(text: str) -> list[str]:
    spans = split_sentences(text, Span(0, len(text)), is_abbreviation=lambda word: word == "Mr")
    return [span.of(text).strip() for span in spans]


def test_a_sentence_ends_before_a_capital() -> None:
    assert sentences_of("Mr. Roe left. “Why?” he asked. No. 5 did… Not all!") == [
        "Mr. Roe left.",
        "“Why?” he asked.",
        "No. 5 did…",
        "Not all!",
    ]


def test_an_abbreviation_matters_before_a_full_stop_alone() -> None:
    assert sentences_of("It was Mr! He left.") == ["It was Mr!", "He left."]


@given(st.lists(PIECES, max_size=20).map("".join))
def test_sentences_cover_their_paragraph(text: str) -> None:
    spans = split_sentences(text, Span(0, len(text)), is_abbreviation=str.isupper)

    assert "".join(span.of(text) for span in spans) == text


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He left. She stayed.", [9]),
        ("Mr. Roe left", []),
        ("J. Roe left", []),
        ("He left.” She stayed", [10]),
        ("in 2010. She stayed", []),
        ("He left… She stayed", []),
    ],
)
def test_a_sure_end_follows_a_whole_word(text: str, ends: list[int]) -> None:
    assert find_sentence_ends(text, Span(0, len(text)), abbreviations={"mr"}) == ends


@pytest.mark.parametrize(
    ("before", "ends"),
    [("He left. ", True), ("He left.” ", True), ("He said: ", True), ("He said, ", False)],
)
def test_words_follow_a_sentence(before: str, ends: bool) -> None:
    assert follows_sentence(before + "“Why?”", len(before)) is ends


@pytest.mark.parametrize(
    ("words", "ends"), [("Why?", True), ("No…", True), ("No", False), ("No.”", False), ("", False)]
)
def test_the_last_character_is_a_stop(words: str, ends: bool) -> None:
    assert ends_in_stop(words) is ends
