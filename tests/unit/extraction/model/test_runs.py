import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extraction.model.runs import PieceRun, find_runs, log_odds, smooth

CHANCES = st.lists(st.floats(0, 1, width=32), max_size=30).map(
    lambda values: np.array(values, dtype=np.float32)
)


def test_a_piece_that_begins_cuts_a_run() -> None:
    inside = np.array([1, 1, 1, 0, 1], dtype=np.bool_)
    begins = np.array([1, 0, 1, 0, 1], dtype=np.bool_)
    assert find_runs(inside, begins, offset=10) == [
        PieceRun(10, 12),
        PieceRun(12, 13),
        PieceRun(14, 15),
    ]


@given(CHANCES)
def test_without_cost_every_piece_decides_for_itself(chances: np.ndarray) -> None:
    odds = log_odds(np.where(chances == 0.5, 0.4, chances))
    assert smooth(odds, cost=0.0).tolist() == (odds > 0).tolist()


@pytest.mark.parametrize(
    ("chances", "inside"),
    [
        ([0.9, 0.9, 0.4, 0.9, 0.9], [1, 1, 1, 1, 1]),
        ([0.1, 0.1, 0.6, 0.1, 0.1], [0, 0, 0, 0, 0]),
        ([0.99, 0.99, 0.01, 0.99, 0.99], [1, 1, 0, 1, 1]),
        ([], []),
    ],
)
def test_doubtful_pieces_go_along_with_sure_ones(chances: list[float], inside: list[int]) -> None:
    odds = log_odds(np.array(chances, dtype=np.float32))
    assert smooth(odds, cost=1.0).tolist() == [bool(each) for each in inside]


@given(CHANCES, st.floats(0, 3))
def test_no_other_course_is_likelier(chances: np.ndarray, cost: float) -> None:
    odds = log_odds(chances[:8])
    chosen = smooth(odds, cost=cost)

    def score(states: np.ndarray) -> float:
        edges = np.abs(np.diff(np.concatenate(([0], states.astype(int), [0])))).sum()
        return float(odds[states.astype(bool)].sum() - cost * edges)

    every = (
        np.array([number >> place & 1 for place in range(len(odds))], dtype=np.bool_)
        for number in range(1 << len(odds))
    )
    assert score(chosen) == pytest.approx(max(score(states) for states in every), abs=1e-4)
