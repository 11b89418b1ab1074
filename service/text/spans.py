"""Spans of a text, in code points or in UTF-16 code units."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a text: start and end in code points, half open, into the text as submitted."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words of this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str, characters: str | None = None) -> Span:
        """Return the span without the given characters at its ends; by default without white space.

        A span of such characters alone becomes empty, and lies at its own end.
        """
        words = self.of(text)
        start = self.start + len(words) - len(words.lstrip(characters))
        return Span(start, start + len(words.strip(characters)))


class Utf16Offsets:
    """Converts offsets to UTF-16 code units, which JavaScript and Java count.

    Build it once for a text: most texts then cost nothing more.
    """

    def __init__(self, text: str) -> None:
        # Python knows of a string whether it is ASCII, without a look at the characters.
        self._wide = [] if text.isascii() else [hit.start() for hit in _TWO_UNITS.finditer(text)]
        self._ends = [position + number + 1 for number, position in enumerate(self._wide)]

    def offset(self, position: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return position + bisect_left(self._wide, position) if self._wide else position

    def span(self, span: Span) -> Span:
        """Return the span in UTF-16 code units."""
        return Span(self.offset(span.start), self.offset(span.end))

    def code_points(self, span: Span) -> Span:
        """Return the span in code points of one in UTF-16 code units.

        An offset between the two units of a character counts as one before the character.
        """
        return Span(self._code_point(span.start), self._code_point(span.end))

    def _code_point(self, offset: int) -> int:
        # Each wide character before the offset has one unit more than it has code points.
        return offset - bisect_right(self._ends, offset)
