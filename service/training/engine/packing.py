"""Cut a long sequence of pieces into windows of several paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from service.extraction.model.sequence import PieceSequence
from service.extraction.model.windows import Window


@dataclass(frozen=True, slots=True)
class Packing:
    """How many pieces a window holds."""

    core: int = 192
    """Whole paragraphs up to this many pieces; a longer paragraph is cut."""
    before: int = 40
    """How many pieces before the core are read too."""
    after: int = 16


def pack_windows(sequence: PieceSequence, packing: Packing) -> list[Window]:
    """A sequence -> windows whose cores follow one another and cover it.

    A core ends at the end of a paragraph where one ends early enough.
    """
    size = len(sequence)
    last = np.flatnonzero(np.diff(sequence.paragraphs, append=-1)) + 1
    windows = []
    start = 0
    while start < size:
        fitting = int(np.searchsorted(last, start + packing.core, side="right")) - 1
        end = int(last[fitting]) if fitting >= 0 and last[fitting] > start else start + packing.core
        end = min(end, size)
        windows.append(
            Window(max(0, start - packing.before), start, end, min(size, end + packing.after))
        )
        start = end
    return windows
