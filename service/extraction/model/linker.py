"""Run the linker: for each cue, the part that every piece around it plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.extraction.model.cue_distances import count_around, measure_in_windows
from service.extraction.model.runs import PieceRun
from service.extraction.model.sequence import Numbers
from service.extraction.model.tagger import Scores, open_session
from service.extraction.model.windows import Window

_ROWS = 16
"""How many cues are read at a time, so that many cues take no more memory."""


@dataclass(frozen=True, slots=True)
class CueScores:
    """The probabilities of the pieces around one cue, a row each."""

    start: int
    """The piece of the first row, as an index into the sequence."""
    chances: Scores
    """Over `LINK_LABELS`."""


@dataclass(frozen=True, slots=True)
class TaggedWindows:
    """What the encoder read of windows that follow one another, row after row.

    The first row of a window is before its first piece.
    """

    windows: Sequence[Window]
    states: Scores
    paragraphs: Numbers
    """The paragraph of each row."""


class CueLinker:
    """The linker, which reads the cues of many windows. A cue sees its own window alone."""

    def __init__(self, model: Path, *, threads: int) -> None:
        self._session = open_session(model, threads=threads)

    def link(self, tagged: TaggedWindows, cues: Sequence[PieceRun]) -> list[CueScores]:
        """Return the scores of the pieces around each cue, in the order of the cues.

        Args:
            tagged: The windows that hold the cues.
            cues: Runs of pieces of the sequence, each in the core of a window.
        """
        rows = _locate(tagged.windows, cues)
        links: dict[int, CueScores] = {}
        # Cues that see as many pieces are read together: then little of a run is padding.
        order = np.argsort(rows.widths(), kind="stable")
        for low in range(0, len(cues), _ROWS):
            chosen = order[low : low + _ROWS]
            links |= zip(chosen.tolist(), self._link(tagged, rows.of(chosen)), strict=True)
        return [links[number] for number in range(len(cues))]

    def _link(self, tagged: TaggedWindows, cues: _CueRows) -> Iterator[CueScores]:
        """Yield the scores of the pieces around some cues."""
        around = measure_in_windows(
            cues.first, cues.last, tagged.paragraphs, starts=cues.starts, ends=cues.ends
        )
        (scores,) = self._session.run(
            None,
            {
                "states": tagged.states,
                "first": cues.first,
                "last": cues.last,
                "around": around.around,
                "distances": around.distances,
                "steps": around.steps,
            },
        )
        begins = around.around[:, 0]
        # The first row of a window is no piece.
        skipped = (begins == cues.starts).astype(np.int64)
        pieces = (begins + skipped + cues.offsets).tolist()
        for chances, piece, low, high in zip(
            softmax(scores), pieces, skipped.tolist(), cues.widths().tolist(), strict=True
        ):
            yield CueScores(piece, chances[low:high])


@dataclass(frozen=True, slots=True)
class _CueRows:
    """Cues as rows of the windows that were read, an entry for each cue."""

    first: Numbers
    last: Numbers
    starts: Numbers
    """The first row of each cue's window."""
    ends: Numbers
    """Where the rows of that window end."""
    offsets: Numbers
    """What makes a row of that window an index into the sequence."""

    def of(self, chosen: Numbers) -> _CueRows:
        return _CueRows(
            self.first[chosen],
            self.last[chosen],
            self.starts[chosen],
            self.ends[chosen],
            self.offsets[chosen],
        )

    def widths(self) -> Numbers:
        """Return how many rows each cue sees."""
        return count_around(self.first, starts=self.starts, ends=self.ends)


def _locate(windows: Sequence[Window], cues: Sequence[PieceRun]) -> _CueRows:
    """Return the rows of cues, each of which lies in the core of a window."""
    sizes = np.array([len(window) + 1 for window in windows], dtype=np.int64)
    ends = np.cumsum(sizes)
    offsets = np.array([window.start - 1 for window in windows], dtype=np.int64) - (ends - sizes)
    first = np.array([cue.start for cue in cues], dtype=np.int64)
    last = np.array([cue.end - 1 for cue in cues], dtype=np.int64)
    owners = np.searchsorted([window.core_start for window in windows], first, side="right") - 1
    return _CueRows(
        first - offsets[owners],
        last - offsets[owners],
        (ends - sizes)[owners],
        ends[owners],
        offsets[owners],
    )


def softmax(scores: Scores) -> Scores:
    """Return scores as probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Scores = powers / powers.sum(axis=-1, keepdims=True)
    return chances
