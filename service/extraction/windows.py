"""A long sequence of pieces -> windows of a bounded size, each owning a part of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from service.extraction.sequence import PieceSequence


@dataclass(frozen=True, slots=True)
class Cut:
    """How long windows may be, in pieces."""

    core: int = 192
    """What a window answers for; a longer paragraph is cut."""
    before: int = 40
    """What it reads before that, for context."""
    after: int = 16
    """What it reads after that."""


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` are read; those from `core_start` to `core_end` are answered for."""

    start: int
    core_start: int
    core_end: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def cut_windows(sequence: PieceSequence, cut: Cut) -> list[Window]:
    """A sequence -> windows whose cores follow one another and cover it.

    A core ends at the end of a paragraph where one ends early enough.
    """
    size = len(sequence)
    last = np.flatnonzero(np.diff(sequence.paragraphs, append=-1)) + 1
    windows = []
    start = 0
    while start < size:
        reach = int(np.searchsorted(last, start + cut.core, side="right")) - 1
        end = int(last[reach]) if reach >= 0 and last[reach] > start else start + cut.core
        end = min(end, size)
        windows.append(Window(max(0, start - cut.before), start, end, min(size, end + cut.after)))
        start = end
    return windows
