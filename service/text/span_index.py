"""Find the spans that overlap another, without a comparison with each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from service.text.spans import Span


class SpanIndex:
    """Spans sorted by their start, each with the farthest end of those up to it."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._order = sorted(range(len(spans)), key=spans.__getitem__)
        self._starts = [spans[number].start for number in self._order]
        self._farthest = list(accumulate((spans[number].end for number in self._order), max))

    def overlapping(self, span: Span) -> Iterator[int]:
        """Yield the position in the given sequence of each span that overlaps, the last first."""
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._farthest[at] > span.start:
            number = self._order[at]
            if self._spans[number].overlaps(span):
                yield number
            at -= 1
