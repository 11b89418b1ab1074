"""What each cue claims of the content -> whose content each piece is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.runs import Run
from service.extraction.model.sequence import Numbers
from service.extraction.model.tagger import Scores

NOBODY = -1

_INTRODUCES = 0.4
"""How likely a stretch after a colon must be the content of the cue before it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A cue's claim on the pieces around it."""

    cue: Run
    start: int
    """Where in the sequence the pieces begin."""
    chances: Scores
    """How likely each is to be this cue's content."""
    weight: float
    """How likely the cue is one at all: an unlikely cue takes nothing from a likely one."""

    @property
    def part(self) -> slice:
        """The pieces, as a part of the sequence."""
        return slice(self.start, self.start + len(self.chances))

    def mean(self, run: Run) -> float:
        """A run of pieces -> how likely they are this cue's content, on the whole."""
        low, high = run.start - self.start, run.end - self.start
        return float(self.chances[max(0, low) : max(0, high)].sum()) / len(run)


@dataclass(frozen=True, slots=True)
class Ownership:
    """The cue that claims each piece most, and the pieces about which there is no doubt left."""

    owners: Numbers
    settled: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the pieces themselves say of who speaks where."""

    stretches: tuple[Run, ...]
    """The quoted stretches, with their marks; none is empty."""
    separators: NDArray[np.bool_]
    """The pieces that stand between paragraphs."""
    colons: NDArray[np.bool_]


def share_out(
    flat: Scores,
    claims: Sequence[Claim],
    layout: Layout,
    *,
    majority: float,
    rescue: float,
) -> Ownership:
    """Content probabilities and claims -> the owner of each piece; a quoted stretch has one owner.

    Args:
        flat: how likely each piece is the content of any cue.
        claims: those of the cues.
        layout: the quoted stretches, and what stands around them.
        majority: the share of a stretch that makes all of it one cue's.
        rescue: the mean of `flat` at which a stretch is content though no cue has its majority.
    """
    owners = np.full(len(flat), NOBODY, dtype=np.int64)
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
    for stretch in layout.stretches:
        part = slice(stretch.start, stretch.end)
        # Claims come in the order of the text: only these can touch the stretch.
        near = range(bisect_left(starts, stretch.start - reach), bisect_left(starts, stretch.end))
        introducer = _introducer(stretch, claims, near, layout)
        numbers, counts = np.unique(owners[part][likely[part]], return_counts=True)
        if introducer is not None:
            owners[part] = introducer
            settled[part] = True
        elif len(numbers) and counts.max() >= majority * len(stretch):
            owners[part] = numbers[counts.argmax()]
            settled[part] = True
        elif near and flat[part].mean() >= rescue:
            owners[part] = max(near, key=lambda number: claims[number].mean(stretch))
            settled[part] = True
    _part_neighbours(owners, claims, layout)
    return Ownership(owners, settled)


def _introducer(stretch: Run, claims: Sequence[Claim], near: range, layout: Layout) -> int | None:
    """A stretch -> the cue that a colon joins to it, if it claims it: another cue may follow it."""
    before = stretch.start - 1
    if before < 0 or not layout.colons[before]:
        return None
    for number in near:
        claim = claims[number]
        if claim.cue.end in (before, stretch.start) and claim.mean(stretch) >= _INTRODUCES:
            return number
    return None


def _part_neighbours(owners: Numbers, claims: Sequence[Claim], layout: Layout) -> None:
    """Owners -> the same, a cue after two stretches side by side keeping the second, in place.

    Where a paragraph opens so (“Ready?” “Always,” she said.) the first is another speaker's.
    """
    for first, second in pairwise(layout.stretches):
        opens = first.start == 0 or layout.separators[first.start - 1]
        owner = int(owners[first.start])
        if not opens or first.end != second.start or owner == NOBODY:
            continue
        if owners[second.start] == owner and claims[owner].cue.start >= second.end:
            owners[first.start : first.end] = NOBODY
