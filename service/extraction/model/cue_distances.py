"""Compute the distance of each piece around a cue from it, as the linker reads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from service.extraction.model.sequence import Numbers

BEFORE = 80
AFTER = 96
"""The linker reads this many pieces before and after the first piece of a cue."""

_NEAR = 8
_BUCKETS = 18
PADDING = 0
_CUE = _BUCKETS + 1
DISTANCES = 2 * _BUCKETS + 2
"""Padding, the buckets before the cue, the cue, the buckets after it."""

_FARTHEST_STEP = 2
PARAGRAPH_STEPS = 2 * _FARTHEST_STEP + 1


@dataclass(frozen=True, slots=True)
class CueDistances:
    """A row for each cue, a column for each piece around it."""

    around: Numbers
    distances: Numbers
    steps: Numbers

    def cropped(self) -> CueDistances:
        """Return the rows without the columns that are padding in every row."""
        real = np.flatnonzero((self.distances != PADDING).any(axis=0))
        columns = slice(real[0], real[-1] + 1)
        return CueDistances(
            self.around[:, columns], self.distances[:, columns], self.steps[:, columns]
        )


def measure_distances(first: Numbers, last: Numbers, paragraphs: Numbers) -> CueDistances:
    """Return the distances of the pieces around each cue.

    The row of a cue does not depend on the other cues.

    Args:
        first: The first piece of each cue.
        last: The last piece of each cue.
        paragraphs: The paragraph of each piece.
    """
    around = first[:, None] + np.arange(-BEFORE, AFTER)[None, :]
    missing = (around < 0) | (around >= len(paragraphs))
    around = np.where(missing, 0, around)
    gap = np.where(
        around < first[:, None],
        around - first[:, None],
        np.maximum(around - last[:, None], 0),
    )
    size = np.abs(gap)
    far = _NEAR + 1 + (2 * np.log2(np.maximum(size, _NEAR) / _NEAR)).astype(np.int64)
    bucket = np.minimum(np.where(size <= _NEAR, size, far), _BUCKETS)
    distances = np.where(missing, PADDING, _CUE + np.sign(gap) * bucket)
    steps = paragraphs[around] - paragraphs[first][:, None]
    steps = np.clip(steps, -_FARTHEST_STEP, _FARTHEST_STEP) + _FARTHEST_STEP
    return CueDistances(around=around, distances=distances, steps=np.where(missing, 0, steps))
