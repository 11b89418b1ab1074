"""The outermost quoted spans of a text, found by their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from service.extraction.quotation import QuotedSpan
from service.text.spans import Span


class OutermostSpans:
    """The outermost quoted spans, sorted, so that few are compared with a span."""

    def __init__(self, quoted_spans: Sequence[QuotedSpan]) -> None:
        """Keep the outermost of all quoted spans of a text, which are in its order."""
        self._spans = [quoted for quoted in quoted_spans if not quoted.depth]
        self._starts = [quoted.outer.start for quoted in self._spans]

    def starting_in(self, span: Span) -> list[QuotedSpan]:
        """Return the quoted spans whose opening mark is within the span."""
        first = bisect_left(self._starts, span.start)
        return self._spans[first : bisect_left(self._starts, span.end)]

    def starts_at(self, offset: int) -> bool:
        """Return whether a quoted span opens at this offset."""
        return bool(self.starting_in(Span(offset, offset + 1)))
