"""Stretches of a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where a stretch of text stands: code points, half open, into the text as submitted."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The text -> the words that stand here."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Another span -> whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Another span -> whether it lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end
