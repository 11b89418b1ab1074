"""Compute the distance of each piece around a cue from it, as the linker reads it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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


def measure_distances(first: Numbers, last: Numbers, paragraphs: Numbers) -> CueDistances:
    """Return the distances of the pieces around each cue, in rows of one width.

    The row of a cue does not depend on the other cues.

    Args:
        first: The first piece of each cue.
        last: The last piece of each cue.
        paragraphs: The paragraph of each piece.
    """
    around = first[:, None] + np.arange(-BEFORE, AFTER)[None, :]
    missing = (around < 0) | (around >= len(paragraphs))
    return _measure(first, last, paragraphs, around=around, missing=missing)


def measure_in_windows(
    first: Numbers, last: Numbers, paragraphs: Numbers, *, starts: Numbers, ends: Numbers
) -> CueDistances:
    """Return the distances of the pieces around each cue, within the window of the cue.

    A row begins with the first piece that the cue sees. Padding follows the last.

    Args:
        first: The first piece of each cue.
        last: The last piece of each cue.
        paragraphs: The paragraph of each piece.
        starts: Where the window of each cue begins.
        ends: Where it ends.
    """
    lengths = count_around(first, starts=starts, ends=ends)
    columns = np.arange(lengths.max())[None, :]
    return _measure(
        first,
        last,
        paragraphs,
        around=np.maximum(starts, first - BEFORE)[:, None] + columns,
        missing=columns >= lengths[:, None],
    )


def count_around(first: Numbers, *, starts: Numbers, ends: Numbers) -> Numbers:
    """Return how many pieces around each cue are in its window and near enough to be read."""
    counts: Numbers = np.minimum(ends, first + AFTER) - np.maximum(starts, first - BEFORE)
    return counts


def _measure(
    first: Numbers,
    last: Numbers,
    paragraphs: Numbers,
    *,
    around: Numbers,
    missing: NDArray[np.bool_],
) -> CueDistances:
    around = np.where(missing, 0, around)
    gap = np.where(
        around < first[:, None],
        around - first[:, None],
        np.maximum(around - last[:, None], 0),
    )
    distances = np.where(missing, PADDING, _CODES[np.clip(gap, -BEFORE, AFTER) + BEFORE])
    steps = paragraphs[around] - paragraphs[first][:, None]
    steps = np.clip(steps, -_FARTHEST_STEP, _FARTHEST_STEP) + _FARTHEST_STEP
    return CueDistances(around=around, distances=distances, steps=np.where(missing, 0, steps))


def _code(gap: int) -> int:
    """Return the number of a distance: small ones one by one, larger ones in buckets."""
    size = abs(gap)
    far = _NEAR + 1 + int(2 * math.log2(max(size, _NEAR) / _NEAR))
    bucket = min(size if size <= _NEAR else far, _BUCKETS)
    return _CUE - bucket if gap < 0 else _CUE + bucket


_CODES = np.array([_code(gap) for gap in range(-BEFORE, AFTER + 1)], dtype=np.int64)
