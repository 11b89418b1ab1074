"""Assign content to cues: decide which cue each piece of content belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.runs import PieceRun
from service.extraction.model.sequence import Numbers
from service.extraction.model.tagger import Scores

NO_CUE = -1

_INTRODUCES = 0.4
"""From this probability on, a quoted run after a colon is the content of the cue before it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim of a cue on the pieces around it."""

    cue: PieceRun
    start: int
    """The first of the pieces, as an index into the sequence."""
    chances: Scores
    """The probability of each to be this cue's content."""
    weight: float
    """The probability that the cue is one: an unlikely cue takes nothing from a likely one."""

    @property
    def part(self) -> slice:
        """The pieces, as a slice of the sequence."""
        return slice(self.start, self.start + len(self.chances))

    def mean(self, run: PieceRun) -> float:
        """Return the mean probability of the run to be this cue's content."""
        low, high = run.start - self.start, run.end - self.start
        return float(self.chances[max(0, low) : max(0, high)].sum()) / len(run)


@dataclass(frozen=True, slots=True)
class Ownership:
    """The cue with the highest claim on each piece, and the pieces that are decided."""

    owners: Numbers
    settled: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PieceLayout:
    """The marks, paragraph ends and colons of a sequence of pieces."""

    quoted_runs: tuple[PieceRun, ...]
    """The pieces of the outermost quoted spans, with their marks; none is empty."""
    separators: NDArray[np.bool_]
    """The pieces between paragraphs."""
    colons: NDArray[np.bool_]


def assign_content(
    flat: Scores,
    claims: Sequence[Claim],
    layout: PieceLayout,
    *,
    majority: float,
    rescue: float,
) -> Ownership:
    """Return the cue that owns each piece. A quoted run has one owner.

    Args:
        flat: The probability of each piece to be the content of any cue.
        claims: One for each cue.
        layout: The quoted runs, and the colons and paragraph ends around them.
        majority: The share of a quoted run that gives all of it to one cue.
        rescue: The mean of `flat` from which a quoted run is content without a majority.
    """
    owners = np.full(len(flat), NO_CUE, dtype=np.int64)
    best = np.zeros(len(flat), dtype=np.float32)
    for number, claim in enumerate(claims):
        weighed = claim.chances * claim.weight
        better = weighed > best[claim.part]
        best[claim.part][better] = weighed[better]
        owners[claim.part][better] = number
    settled = np.zeros(len(flat), dtype=np.bool_)
    likely = np.zeros(len(flat), dtype=np.bool_)
    for claim in claims:
        likely[claim.part] |= claim.chances + flat[claim.part] >= 1.0
    starts = [claim.start for claim in claims]
    reach = max((len(claim.chances) for claim in claims), default=0)
    for quoted_run in layout.quoted_runs:
        part = slice(quoted_run.start, quoted_run.end)
        # Claims are in the order of the text: only these can touch the quoted run.
        near = range(
            bisect_left(starts, quoted_run.start - reach), bisect_left(starts, quoted_run.end)
        )
        introducer = _introducer(quoted_run, claims, near, layout)
        numbers, counts = np.unique(owners[part][likely[part]], return_counts=True)
        if introducer is not None:
            owners[part] = introducer
            settled[part] = True
        elif len(numbers) and counts.max() >= majority * len(quoted_run):
            owners[part] = numbers[counts.argmax()]
            settled[part] = True
        elif near and flat[part].mean() >= rescue:
            owners[part] = max(near, key=lambda number: claims[number].mean(quoted_run))
            settled[part] = True
    _split_neighbours(owners, claims, layout)
    return Ownership(owners, settled)


def _introducer(
    quoted_run: PieceRun, claims: Sequence[Claim], near: range, layout: PieceLayout
) -> int | None:
    """Return the cue before the colon that introduces the quoted run, or None."""
    before = quoted_run.start - 1
    if before < 0 or not layout.colons[before]:
        return None
    for number in near:
        claim = claims[number]
        if claim.cue.end in (before, quoted_run.start) and claim.mean(quoted_run) >= _INTRODUCES:
            return number
    return None


def _split_neighbours(owners: Numbers, claims: Sequence[Claim], layout: PieceLayout) -> None:
    """Take the first of two adjacent quoted runs from a cue that follows both. Changes `owners`.

    If a paragraph begins so (“Ready?” “Always,” she said.), the first has another speaker.
    """
    for first, second in pairwise(layout.quoted_runs):
        opens = first.start == 0 or layout.separators[first.start - 1]
        owner = int(owners[first.start])
        if not opens or first.end != second.start or owner == NO_CUE:
            continue
        if owners[second.start] == owner and claims[owner].cue.start >= second.end:
            owners[first.start : first.end] = NO_CUE
