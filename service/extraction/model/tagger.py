"""Run the encoder on windows of pieces, with onnxruntime."""

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
    """The encoder's answer for one window. Its first row is before the window's first piece."""

    states: Scores
    tags: Scores
    entities: Scores


class Tagger:
    """The encoder, which reads one window at a time.

    Quantisation scales each run by all of its input, so two windows in one run change each other.
    """

    def __init__(self, model: Path, *, first_piece: int, threads: int) -> None:
        self._session = open_session(model, threads=threads)
        self._first_piece = first_piece
        states = self._session.get_outputs()[0]
        self.width: int = states.shape[-1]
        """How many numbers a state has."""

    def tag(self, sequence: PieceSequence, window: Window) -> Tagged:
        """Return the states and scores of the pieces of a window."""
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
    """Open a model file for this number of threads, which do not wait by spinning."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin take the cores from other processes of a server.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _after(first: int, rest: Numbers) -> Numbers:
    return np.concatenate(([first], rest)).astype(np.int64)
