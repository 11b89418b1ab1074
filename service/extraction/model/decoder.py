"""Decode probabilities into attributions: cues, each with its content and its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.assign_content import Claim, Ownership, PieceLayout, assign_content
from service.extraction.model.labels import LINK_LABELS, TAG_LABELS
from service.extraction.model.linker import CueScores
from service.extraction.model.runs import PieceRun, find_runs, log_odds, smooth
from service.extraction.model.sequence import Numbers
from service.extraction.model.tagger import Scores

_CUE = slice(TAG_LABELS.index("B-cue"), TAG_LABELS.index("I-cue") + 1)
_CONTENT = slice(TAG_LABELS.index("B-content"), TAG_LABELS.index("I-content") + 1)
_LINK_SOURCE = slice(LINK_LABELS.index("B-source"), LINK_LABELS.index("I-source") + 1)
_LINK_CONTENT = slice(LINK_LABELS.index("B-content"), LINK_LABELS.index("I-content") + 1)

_SURE = 4.0
_NEVER = -12.0


@dataclass(frozen=True, slots=True)
class DecoderThresholds:
    """The probabilities from which the decoder trusts the network."""

    cue: float = 0.3
    link_share: float = 0.5
    """The weight of the link in a piece's content score; the tag has the rest."""
    content_edge: float = 1.0
    """The cost of an edge of content, in log odds."""
    source_edge: float = 0.5
    faint_source: float = 0.2
    """The threshold for a source, if no source of the cue is likely."""
    majority: float = 0.5
    """The share of a quoted run that gives all of it to one cue."""
    rescue: float = 0.6
    """The mean probability from which a quoted run without a majority is content."""


@dataclass(frozen=True, slots=True)
class DecodedAttribution:
    """One attribution in pieces, with the numbers that its confidence depends on."""

    cue: PieceRun
    content: tuple[PieceRun, ...]
    source: PieceRun | None
    cue_chance: float
    content_chance: float
    linked_chance: float
    source_chance: float
    quoted_share: float


def find_cues(
    tags: Scores,
    thresholds: DecoderThresholds,
    *,
    cuts: Sequence[int] = (),
    offset: int = 0,
) -> list[PieceRun]:
    """Return the runs of pieces that may be cues.

    Args:
        tags: The probabilities over `TAG_LABELS`, a row for each piece.
        thresholds: The probability from which a piece is in a cue.
        cuts: The rows that no cue goes on over: one may end before, and begin there.
        offset: Is added to each index.
    """
    begins, goes_on = tags[:, _CUE].T
    first = begins > goes_on
    first[list(cuts)] = True
    return find_runs(begins + goes_on >= thresholds.cue, first, offset=offset)


def decode(
    tags: Scores,
    cues: Sequence[PieceRun],
    links: Sequence[CueScores],
    layout: PieceLayout,
    thresholds: DecoderThresholds,
) -> list[DecodedAttribution]:
    """Return the attributions of a sequence.

    Args:
        tags: The probabilities over `TAG_LABELS`, a row for each piece.
        cues: The runs that may be cues.
        links: The scores around each cue, in the same order.
        layout: The marks of the sequence.
        thresholds: The probabilities from which the network is trusted.
    """
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
    ownership = assign_content(
        flat, claims, layout, majority=thresholds.majority, rescue=thresholds.rescue
    )
    quoted = np.zeros(len(flat), dtype=np.bool_)
    for quoted_run in layout.quoted_runs:
        quoted[quoted_run.start : quoted_run.end] = True
    found = []
    for number, (cue, link, claim) in enumerate(zip(cues, links, claims, strict=True)):
        inside = _content(number, cue, claim, flat, ownership, thresholds)
        inside &= ~layout.separators[claim.part]
        if inside.any():
            source, source_chance = _source(link, cue, inside, thresholds)
            runs = find_runs(inside, offset=claim.start)
            found.append(
                DecodedAttribution(
                    cue=cue,
                    content=_extend(runs, claim, layout.quoted_runs, ownership.owners, number),
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
    cue: PieceRun,
    claim: Claim,
    flat: Scores,
    ownership: Ownership,
    thresholds: DecoderThresholds,
) -> NDArray[np.bool_]:
    """Return which pieces of a claim are the content of its cue."""
    mine = ownership.owners[claim.part] == number
    share = thresholds.link_share
    odds = log_odds(share * claim.chances + (1.0 - share) * flat[claim.part] * mine)
    settled = ownership.settled[claim.part]
    odds[settled & mine] = _SURE
    odds[settled & ~mine] = -_SURE
    odds[cue.start - claim.start : cue.end - claim.start] = _NEVER
    return smooth(odds, cost=thresholds.content_edge)


def _extend(
    runs: Sequence[PieceRun],
    claim: Claim,
    quoted_runs: Sequence[PieceRun],
    owners: Numbers,
    number: int,
) -> tuple[PieceRun, ...]:
    """Return the runs of content, each extended over quoted runs longer than the linker sees.

    Two runs extended over one quoted run become one.
    """
    first, last = claim.start, claim.start + len(claim.chances)
    extended: list[PieceRun] = []
    for run in runs:
        start, end = run.start, run.end
        index = bisect_right(quoted_runs, run.start, key=_end)
        while index < len(quoted_runs) and quoted_runs[index].start < run.end:
            quoted_run = quoted_runs[index]
            index += 1
            beyond = quoted_run.start < first or quoted_run.end > last
            if beyond and owners[quoted_run.start] == number:
                start, end = min(start, quoted_run.start), max(end, quoted_run.end)
        if extended and start < extended[-1].end:
            before = extended.pop()
            start, end = min(start, before.start), max(end, before.end)
        extended.append(PieceRun(start, end))
    return tuple(extended)


def _end(run: PieceRun) -> int:
    return run.end


def _source(
    link: CueScores, cue: PieceRun, content: NDArray[np.bool_], thresholds: DecoderThresholds
) -> tuple[PieceRun | None, float]:
    """Return the source of a cue, or None, and the probability of it."""
    chances = link.chances[:, _LINK_SOURCE].sum(axis=1)
    chances[content] = 0.0
    chances[cue.start - link.start : cue.end - link.start] = 0.0
    runs = find_runs(smooth(log_odds(chances), cost=thresholds.source_edge))
    runs = runs or find_runs(chances >= thresholds.faint_source)
    if not runs:
        return None, float(chances.max(initial=0.0))
    best = max(runs, key=lambda run: float(chances[run.start : run.end].max()))
    chance = float(chances[best.start : best.end].max())
    return PieceRun(best.start + link.start, best.end + link.start), chance
