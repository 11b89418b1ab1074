"""Cut a sequence of pieces into windows of a bounded size.

A window holds one paragraph, so the rest of the text never changes how a paragraph is read. Only
a paragraph that does not show its speaker shares a window with the one before: one that is quoted
as a whole, or follows a colon. See docs/decisions/0008-windows-are-paragraphs.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from service.extraction.model.sequence import MarkPlace, Numbers, PieceSequence

_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class Cut:
    """The sizes of windows, in pieces."""

    longest: int = 240
    """A longer paragraph is cut, and its parts overlap."""
    before: int = 32
    """This much of the part before is read again, for context."""
    after: int = 16
    """This much of the part after is read already."""


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces to read, from `start` to `end`. The answer is used for the core alone."""

    start: int
    core_start: int
    core_end: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def cut_windows(sequence: PieceSequence, cut: Cut, *, colon: int) -> list[Window]:
    """Return windows whose cores follow one another and cover the sequence.

    Args:
        sequence: The pieces of a document.
        cut: The sizes of windows.
        colon: The number of the colon in the vocabulary.
    """
    ends = np.flatnonzero(np.diff(sequence.paragraphs, append=-1)) + 1
    windows: list[Window] = []
    for start, end in pairwise([0, *ends.tolist()]):
        leans = start > 0 and _leans(sequence, start, end, colon)
        if windows and leans and end - windows[-1].start <= cut.longest:
            before = windows.pop()
            windows.append(Window(before.start, before.core_start, end, end))
        else:
            windows += _cut_paragraph(start, end, cut)
    return windows


def _leans(sequence: PieceSequence, start: int, end: int, colon: int) -> bool:
    """Return whether the paragraph before is needed to see who speaks in this one."""
    # The last piece of a paragraph is its separator.
    places: Numbers = sequence.places[start : end - 1]
    quoted = float((places != MarkPlace.OUTSIDE).mean()) >= _MOSTLY
    return quoted or int(sequence.numbers[start - 2]) == colon


def _cut_paragraph(start: int, end: int, cut: Cut) -> list[Window]:
    if end - start <= cut.longest:
        return [Window(start, start, end, end)]
    core = cut.longest - cut.before - cut.after
    return [
        Window(
            max(start, low - cut.before),
            low,
            min(low + core, end),
            min(low + core + cut.after, end),
        )
        for low in range(start, end, core)
    ]
