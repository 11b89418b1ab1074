"""The encoder's vectors of all pieces of a text, to look up by spans of the text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.sequence import PieceSequence
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class PieceVectors:
    """The vectors of the pieces of one sequence."""

    sequence: PieceSequence
    rows: NDArray[np.float16]
    """A row for each piece; half precision, since a long text has many."""

    def vector(self, span: Span) -> NDArray[np.float32] | None:
        """Return the mean vector of the pieces that share a character with a span, None for none.

        Args:
            span: Offsets of the text, code points.
        """
        run = self.sequence.locate(span)
        if run.start >= run.end:
            return None
        mean: NDArray[np.float32] = self.rows[run.start : run.end].mean(axis=0, dtype=np.float32)
        return mean
