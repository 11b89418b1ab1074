"""Offsets for readers that count UTF-16 code units, as JavaScript and Java do."""

from __future__ import annotations

import re
from bisect import bisect_left

from service.text.spans import Span

_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Turns code point offsets into UTF-16 offsets; built once a text, cheap for most texts."""

    def __init__(self, text: str) -> None:
        # ASCII is known to Python without a look at the characters; few texts hold emoji.
        self._wide = [] if text.isascii() else [hit.start() for hit in _TWO_UNITS.finditer(text)]

    def offset(self, position: int) -> int:
        """A code point offset -> the same place in UTF-16 code units."""
        return position + bisect_left(self._wide, position) if self._wide else position

    def span(self, span: Span) -> Span:
        """A span in code points -> the same span in UTF-16 code units."""
        return Span(self.offset(span.start), self.offset(span.end))
