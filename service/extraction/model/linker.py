"""The cues of a window -> what every piece around each of them is to it, run by onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.extraction.model.cue_distances import PADDING, relate
from service.extraction.model.sequence import Numbers
from service.extraction.model.tagger import Scores, Tagged, open_session

_ROWS = 16
"""Cues read at a time, so that a window full of cues takes no more memory than another."""


@dataclass(frozen=True, slots=True)
class Link:
    """One cue and the probabilities of the pieces around it, a row each."""

    start: int
    """Where in the sequence the rows begin."""
    chances: Scores
    """Over `LINK_LABELS`."""


class Linker:
    """Runs the linker over the cues of one window."""

    def __init__(self, model: Path, *, threads: int) -> None:
        self._session = open_session(model, threads=threads)

    def link(
        self, tagged: Tagged, paragraphs: Numbers, cues: list[tuple[int, int]], *, offset: int
    ) -> list[Link]:
        """A tagged window, its paragraphs and its cues -> a link for each cue.

        Args:
            tagged: the encoder's answer for the window.
            paragraphs: the paragraph of each row of that answer.
            cues: first and last piece of each, in the sequence.
            offset: which piece of the sequence the first row would be.
        """
        links = []
        for low in range(0, len(cues), _ROWS):
            chosen = np.array(cues[low : low + _ROWS], dtype=np.int64) - offset
            first, last = chosen[:, 0], chosen[:, 1]
            relations = relate(first, last, paragraphs).cropped()
            (scores,) = self._session.run(
                None,
                {
                    "states": tagged.states,
                    "first": first,
                    "last": last,
                    "around": relations.around,
                    "distances": relations.distances,
                    "steps": relations.steps,
                },
            )
            chances = softmax(scores)
            for row, around, distances in zip(
                chances, relations.around, relations.distances, strict=True
            ):
                # Row 0 stands before the first piece and is none itself.
                real = np.flatnonzero((distances != PADDING) & (around > 0))
                low_row, high_row = int(real[0]), int(real[-1]) + 1
                links.append(Link(int(around[low_row]) + offset, row[low_row:high_row]))
        return links


def softmax(scores: Scores) -> Scores:
    """Scores -> probabilities over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Scores = powers / powers.sum(axis=-1, keepdims=True)
    return chances
