"""A text and its paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import InvalidText, TextTooLong
from service.text.document import read_document

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from("\n\r \u2028\x85\xa0a")
)


@given(TEXTS)
def test_paragraphs_hold_all_words_in_order(text: str) -> None:
    paragraphs = read_document(text).paragraphs

    assert "".join("".join(span.of(text).split()) for span in paragraphs) == "".join(text.split())
    assert list(paragraphs) == sorted(paragraphs)
    assert all(span.of(text) == span.of(text).strip() != "" for span in paragraphs)


def test_lines_of_white_space_are_no_paragraphs() -> None:
    text = "  One. \n\n \xa0\r\nTwo.\u2028Three."

    assert [span.of(text) for span in read_document(text).paragraphs] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(("text", "name"), [("a\0", "NUL"), ("a\ud83d", "surrogate")])
def test_a_text_that_cannot_be_stored_is_refused(text: str, name: str) -> None:
    with pytest.raises(InvalidText, match=f"{name} at offset 1"):
        read_document(text)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(TextTooLong, match="at most 3"):
        read_document("abcd", max_characters=3)
