"""An index of spans finds the same overlaps as a comparison with each span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.text.span_index import SpanIndex
from service.text.spans import Span

SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(0, 12)
)


@given(st.lists(SPANS, max_size=30), SPANS)
def test_it_finds_every_span_that_overlaps_and_no_other(spans: list[Span], asked: Span) -> None:
    found = list(SpanIndex(spans).overlapping(asked))
    assert sorted(found) == [n for n, span in enumerate(spans) if span.overlaps(asked)]


def test_it_finds_the_last_span_of_the_text_first() -> None:
    spans = [Span(5, 9), Span(0, 30), Span(20, 25)]
    assert list(SpanIndex(spans).overlapping(Span(6, 22))) == [2, 0, 1]
