import numpy as np

from service.extraction.model.cue_distances import (
    AFTER,
    BEFORE,
    DISTANCES,
    PADDING,
    PARAGRAPH_STEPS,
    measure_distances,
    measure_in_windows,
)

PARAGRAPHS = np.repeat(np.arange(4), 60)


def test_pieces_beyond_the_window_are_padding() -> None:
    distances = measure_distances(np.array([3]), np.array([4]), PARAGRAPHS[:10])
    assert (distances.distances != PADDING).sum() == 10
    assert distances.around[distances.distances != PADDING].tolist() == list(range(10))


def test_distances_count_from_the_nearer_edge_of_the_cue() -> None:
    distances = measure_distances(np.array([100]), np.array([102]), PARAGRAPHS)
    near = dict(zip(distances.around[0].tolist(), distances.distances[0].tolist(), strict=True))
    assert near[100] == near[101] == near[102]
    assert near[99] == near[100] - 1
    assert near[103] == near[100] + 1
    assert near[100 - BEFORE] < near[60] < near[99]


def test_rows_do_not_depend_on_one_another() -> None:
    first, last = np.array([5, 100, 239]), np.array([6, 104, 239])
    together = measure_distances(first, last, PARAGRAPHS)
    for row in range(3):
        alone = measure_distances(first[row : row + 1], last[row : row + 1], PARAGRAPHS)
        assert (alone.around[0] == together.around[row]).all()
        assert (alone.distances[0] == together.distances[row]).all()
        assert (alone.steps[0] == together.steps[row]).all()
    assert together.around.shape == (3, BEFORE + AFTER)
    assert together.distances.max() < DISTANCES
    assert together.steps.max() < PARAGRAPH_STEPS


def test_a_cue_sees_its_own_window_alone() -> None:
    first, last = np.array([5, 100, 239]), np.array([6, 104, 239])
    starts, ends = np.array([0, 60, 180]), np.array([60, 180, 240])
    inside = measure_in_windows(first, last, PARAGRAPHS, starts=starts, ends=ends)
    everywhere = measure_distances(first, last, PARAGRAPHS)
    assert inside.around.shape == (3, 120), "as wide as the widest needs it"
    for row in range(3):
        seen = inside.distances[row] != PADDING
        around = everywhere.around[row]
        among = (everywhere.distances[row] != PADDING) & (around >= starts[row])
        among &= around < ends[row]
        assert inside.around[row][seen].tolist() == around[among].tolist()
        assert inside.distances[row][seen].tolist() == everywhere.distances[row][among].tolist()
        assert inside.steps[row][seen].tolist() == everywhere.steps[row][among].tolist()
