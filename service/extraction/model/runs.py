"""Find runs of pieces, by the probabilities along a sequence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class PieceRun:
    """Pieces that follow one another: first and last, half open."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def find_runs(
    inside: NDArray[np.bool_], begins: NDArray[np.bool_] | None = None, *, offset: int = 0
) -> list[PieceRun]:
    """Return the runs in order.

    Args:
        inside: Whether each piece is in a run.
        begins: Whether each piece begins a new run.
        offset: Is added to each index.
    """
    padded = np.zeros(len(inside) + 2, dtype=np.int8)
    padded[1:-1] = inside
    steps = np.diff(padded)
    opens, closes = steps == 1, steps == -1
    if begins is not None:
        # A piece that begins a run ends the one before it.
        inner = begins[1:] & inside[1:] & inside[:-1]
        opens[1:-1] |= inner
        closes[1:-1] |= inner
    starts = np.flatnonzero(opens).tolist()
    ends = np.flatnonzero(closes).tolist()
    return [PieceRun(start + offset, end + offset) for start, end in zip(starts, ends, strict=True)]


def smooth(odds: NDArray[np.float32], *, cost: float) -> NDArray[np.bool_]:
    """Return which pieces are in a run, by the most probable path (Viterbi).

    A doubtful piece between sure ones follows them.

    Args:
        odds: The log odds of each piece to be in a run.
        cost: The cost of an edge of a run, in log odds.
    """
    states = np.zeros(len(odds), dtype=np.bool_)
    # No best path begins or ends a run with a piece of negative odds.
    likely = np.flatnonzero(odds >= 0.0)
    if not len(likely):
        return states
    first, last = int(likely[0]), int(likely[-1])
    values = odds[first : last + 1].tolist()
    inside, outside = -cost, 0.0
    entered, left = [], []
    for value in values:
        stay, enter = inside, outside - cost
        entered.append(enter > stay)
        out, leave = outside, inside - cost
        left.append(leave > out)
        inside = max(stay, enter) + value
        outside = max(out, leave)
    # Leaving at the end costs as much as anywhere.
    state = inside - cost > outside
    for index in range(len(values) - 1, -1, -1):
        states[first + index] = state
        state = not entered[index] if state else left[index]
    return states


def log_odds(chances: NDArray[np.float32], *, edge: float = 1e-3) -> NDArray[np.float32]:
    """Return the log odds of probabilities, none of them infinite."""
    bounded = np.clip(chances, edge, 1.0 - edge)
    odds: NDArray[np.float32] = np.log(bounded / (1.0 - bounded))
    return odds
