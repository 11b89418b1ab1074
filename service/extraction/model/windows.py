"""A sequence of pieces -> windows of a bounded size, each owning a part of it.

A window holds one paragraph, so that what stands elsewhere in the text never sways how it is read.
Only paragraphs that say nothing by themselves of who speaks (all of it quoted, or led up to by a
colon) share a window with the one before. See docs/decisions/0001-attribution-engine.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from service.extraction.model.sequence import Numbers, PieceSequence, Place

_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class Cut:
    """How long windows may be, in pieces."""

    longest: int = 240
    """A paragraph with more is cut, and its parts overlap."""
    before: int = 32
    """How much of the part before is read again, for context."""
    after: int = 16
    """How much of the part after is read already."""


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` are read; those from `core_start` to `core_end` are answered for."""

    start: int
    core_start: int
    core_end: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def cut_windows(sequence: PieceSequence, cut: Cut, *, colon: int) -> list[Window]:
    """A sequence -> windows whose cores follow one another and cover it.

    Args:
        sequence: the pieces of a document.
        cut: how long windows may be.
        colon: the number of the colon in the vocabulary.
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
    """A paragraph -> whether the one before is needed to tell who speaks in it."""
    # The last piece of a paragraph is its separator.
    places: Numbers = sequence.places[start : end - 1]
    quoted = float((places != Place.OUTSIDE).mean()) >= _MOSTLY
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
