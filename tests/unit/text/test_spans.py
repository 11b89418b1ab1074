"""Spans: their ends trimmed, their offsets in UTF-16 code units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.spans import Span, Utf16Offsets

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀𝕏a\u00a0é"))


@given(TEXTS, st.data())
def test_a_converted_span_holds_the_same_words(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    span = Utf16Offsets(text).span(Span(start, end))

    units = text.encode("utf-16-le")[2 * span.start : 2 * span.end]
    assert units.decode("utf-16-le") == text[start:end]


@pytest.mark.parametrize(
    ("words", "characters", "kept"),
    [
        ("  a b ", None, "a b"),
        ("\u2003a\u00a0", None, "a"),
        (", “a, b” ;", " ,;", "“a, b”"),
        ("ab", " ", "ab"),
        (" ", None, ""),
        ("", None, ""),
    ],
)
def test_a_span_is_trimmed_at_both_ends(words, characters, kept):
    text = f"x{words}y"

    span = Span(1, 1 + len(words)).trimmed(text, characters)

    assert span.of(text) == kept
    assert Span(1, 1 + len(words)).contains(span)


def test_a_span_that_ends_before_it_starts_becomes_empty():
    assert Span(4, 2).trimmed("abcdef") == Span(4, 4)
