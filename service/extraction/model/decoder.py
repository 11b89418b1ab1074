"""Probabilities of tags and links -> attributions: cues, each with its content and its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.assign_content import Claim, Layout, Ownership, share_out
from service.extraction.model.labels import LINK_LABELS, TAG_LABELS
from service.extraction.model.linker import Link
from service.extraction.model.runs import Run, find_runs, log_odds, smooth
from service.extraction.model.sequence import Numbers
from service.extraction.model.tagger import Scores

_CUE = slice(TAG_LABELS.index("B-cue"), TAG_LABELS.index("I-cue") + 1)
_CONTENT = slice(TAG_LABELS.index("B-content"), TAG_LABELS.index("I-content") + 1)
_LINK_SOURCE = slice(LINK_LABELS.index("B-source"), LINK_LABELS.index("I-source") + 1)
_LINK_CONTENT = slice(LINK_LABELS.index("B-content"), LINK_LABELS.index("I-content") + 1)

_SURE = 4.0
_NEVER = -12.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on the decoder believes the network."""

    cue: float = 0.3
    link_share: float = 0.5
    """How much of a piece's content score comes from its link, the rest from its tag."""
    content_edge: float = 1.0
    """What an edge of a content costs, in log odds."""
    source_edge: float = 0.5
    faint_source: float = 0.2
    """For the best source of a cue that has no likely one."""
    majority: float = 0.5
    """The share of a quoted stretch that, being some cue's content, makes all of it so."""
    rescue: float = 0.6
    """The mean probability at which a stretch that no cue claims is content all the same."""


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in pieces, with what its confidence is made of."""

    cue: Run
    content: tuple[Run, ...]
    source: Run | None
    cue_chance: float
    content_chance: float
    linked_chance: float
    source_chance: float
    quoted_share: float


def find_cues(tags: Scores, thresholds: Thresholds, *, offset: int = 0) -> list[Run]:
    """Probabilities of tags -> the runs that may be cues."""
    begins, goes_on = tags[:, _CUE].T
    return find_runs(begins + goes_on >= thresholds.cue, begins > goes_on, offset=offset)


def decode(
    tags: Scores,
    cues: Sequence[Run],
    links: Sequence[Link],
    layout: Layout,
    thresholds: Thresholds,
) -> list[Found]:
    """Probabilities of tags, cues with their links, and the layout -> attributions."""
    flat = tags[:, _CONTENT].sum(axis=1)
    likely_cue = tags[:, _CUE].sum(axis=1)
    claims = [
        Claim(
            cue,
            link.start,
            link.chances[:, _LINK_CONTENT].sum(axis=1),
            weight=float(likely_cue[cue.start : cue.end].max()),
        )
        for cue, link in zip(cues, links, strict=True)
    ]
    ownership = share_out(
        flat, claims, layout, majority=thresholds.majority, rescue=thresholds.rescue
    )
    quoted = np.zeros(len(flat), dtype=np.bool_)
    for stretch in layout.stretches:
        quoted[stretch.start : stretch.end] = True
    found = []
    for number, (cue, link, claim) in enumerate(zip(cues, links, claims, strict=True)):
        inside = _content(number, cue, claim, flat, ownership, thresholds)
        inside &= ~layout.separators[claim.part]
        if inside.any():
            source, source_chance = _source(link, cue, inside, thresholds)
            runs = find_runs(inside, offset=claim.start)
            found.append(
                Found(
                    cue=cue,
                    content=_reaching(runs, claim, layout.stretches, ownership.owners, number),
                    source=source,
                    cue_chance=claim.weight,
                    content_chance=float(flat[claim.part][inside].mean()),
                    linked_chance=float(claim.chances[inside].mean()),
                    source_chance=source_chance,
                    quoted_share=float(quoted[claim.part][inside].mean()),
                )
            )
    return found


def _content(
    number: int,
    cue: Run,
    claim: Claim,
    flat: Scores,
    ownership: Ownership,
    thresholds: Thresholds,
) -> NDArray[np.bool_]:
    """A cue's claim -> which of its pieces are its content."""
    mine = ownership.owners[claim.part] == number
    share = thresholds.link_share
    odds = log_odds(share * claim.chances + (1.0 - share) * flat[claim.part] * mine)
    settled = ownership.settled[claim.part]
    odds[settled & mine] = _SURE
    odds[settled & ~mine] = -_SURE
    odds[cue.start - claim.start : cue.end - claim.start] = _NEVER
    return smooth(odds, cost=thresholds.content_edge)


def _reaching(
    runs: Sequence[Run], claim: Claim, stretches: Sequence[Run], owners: Numbers, number: int
) -> tuple[Run, ...]:
    """Runs of content -> the same; a quoted stretch longer than the linker sees is theirs whole."""
    first, last = claim.start, claim.start + len(claim.chances)
    reaching = []
    for run in runs:
        start, end = run.start, run.end
        index = bisect_right(stretches, run.start, key=_end)
        while index < len(stretches) and stretches[index].start < run.end:
            stretch = stretches[index]
            index += 1
            beyond = stretch.start < first or stretch.end > last
            if beyond and owners[stretch.start] == number:
                start, end = min(start, stretch.start), max(end, stretch.end)
        reaching.append(Run(start, end))
    return tuple(reaching)


def _end(run: Run) -> int:
    return run.end


def _source(
    link: Link, cue: Run, content: NDArray[np.bool_], thresholds: Thresholds
) -> tuple[Run | None, float]:
    """A cue's link and its content -> its source, and the probability that this is its source."""
    chances = link.chances[:, _LINK_SOURCE].sum(axis=1)
    chances[content] = 0.0
    chances[cue.start - link.start : cue.end - link.start] = 0.0
    runs = find_runs(smooth(log_odds(chances), cost=thresholds.source_edge))
    runs = runs or find_runs(chances >= thresholds.faint_source)
    if not runs:
        return None, float(chances.max(initial=0.0))
    best = max(runs, key=lambda run: float(chances[run.start : run.end].max()))
    chance = float(chances[best.start : best.end].max())
    return Run(best.start + link.start, best.end + link.start), chance
