"""Windows of pieces -> what the encoder makes of them, run by onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from service.extraction.model.sequence import Numbers, PieceSequence
from service.extraction.model.windows import Window

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """The encoder's answer for one window; the first row stands before the window's first piece."""

    states: Scores
    tags: Scores
    entities: Scores


class Tagger:
    """Runs the encoder, one window at a time.

    Quantisation scales each run by all that is in it: windows run together would sway each other.
    """

    def __init__(self, model: Path, *, first_piece: int, threads: int) -> None:
        self._session = open_session(model, threads=threads)
        self._first_piece = first_piece

    def tag(self, sequence: PieceSequence, window: Window) -> Tagged:
        """A sequence and one of its windows -> states and scores of its pieces."""
        part = slice(window.start, window.end)
        states, tags, entities = self._session.run(
            None,
            {
                "numbers": _after(self._first_piece, sequence.numbers[part]),
                "shapes": _after(0, sequence.shapes[part]),
                "places": _after(0, sequence.places[part]),
            },
        )
        return Tagged(states=states, tags=tags, entities=entities)


def open_session(model: Path, *, threads: int) -> onnxruntime.InferenceSession:
    """A model file -> a session that computes on so many threads and returns what it borrowed."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait by spinning would take the cores from the other processes of a server.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _after(first: int, rest: Numbers) -> Numbers:
    return np.concatenate(([first], rest)).astype(np.int64)
