"""Code points to UTF-16 code units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.text.offsets import Utf16Offsets
from service.text.spans import Span

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀𝕏a\u00a0é"))


@given(TEXTS, st.data())
def test_a_converted_span_holds_the_same_words(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    span = Utf16Offsets(text).span(Span(start, end))

    units = text.encode("utf-16-le")[2 * span.start : 2 * span.end]
    assert units.decode("utf-16-le") == text[start:end]
