"""Run the linker: for each cue of a window, the part that every piece around it plays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.extraction.model.cue_distances import PADDING, measure_distances
from service.extraction.model.sequence import Numbers
from service.extraction.model.tagger import Scores, Tagged, open_session

_ROWS = 16
"""How many cues are read at a time, so that many cues in a window take no more memory."""


@dataclass(frozen=True, slots=True)
class CueScores:
    """The probabilities of the pieces around one cue, a row each."""

    start: int
    """The piece of the first row, as an index into the sequence."""
    chances: Scores
    """Over `LINK_LABELS`."""


class CueLinker:
    """The linker, which reads the cues of one window."""

    def __init__(self, model: Path, *, threads: int) -> None:
        self._session = open_session(model, threads=threads)

    def link(
        self, tagged: Tagged, paragraphs: Numbers, cues: list[tuple[int, int]], *, offset: int
    ) -> list[CueScores]:
        """Return the scores of the pieces around each cue.

        Args:
            tagged: The encoder's answer for the window.
            paragraphs: The paragraph of each row of that answer.
            cues: First and last piece of each, in the sequence.
            offset: The index into the sequence of the first row.
        """
        links = []
        for low in range(0, len(cues), _ROWS):
            chosen = np.array(cues[low : low + _ROWS], dtype=np.int64) - offset
            first, last = chosen[:, 0], chosen[:, 1]
            rows = measure_distances(first, last, paragraphs).cropped()
            (scores,) = self._session.run(
                None,
                {
                    "states": tagged.states,
                    "first": first,
                    "last": last,
                    "around": rows.around,
                    "distances": rows.distances,
                    "steps": rows.steps,
                },
            )
            chances = softmax(scores)
            for row, around, distances in zip(chances, rows.around, rows.distances, strict=True):
                # Row 0 is before the first piece and is none itself.
                real = np.flatnonzero((distances != PADDING) & (around > 0))
                low_row, high_row = int(real[0]), int(real[-1]) + 1
                links.append(CueScores(int(around[low_row]) + offset, row[low_row:high_row]))
        return links


def softmax(scores: Scores) -> Scores:
    """Return scores as probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Scores = powers / powers.sum(axis=-1, keepdims=True)
    return chances
