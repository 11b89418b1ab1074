"""The words that an editor chose, found in the article."""

from __future__ import annotations

import time

import pytest

from service.errors import InvalidRequest
from service.web.reading.chosen_words import find_chosen

TEXT = "It is late. “It is\nlate,” she said. “It is late, and cold.” It is \U0001f600 late."


@pytest.mark.parametrize(
    ("chosen", "near", "expected"),
    [
        ("It is late", 0, ["It is late"]),
        ("It is late", 13, ["It is\nlate"]),
        ("It is\nlate", 36, ["It is late"]),
        ("is\n\n  cold ", 13, ["is", "cold"]),
        ("\U0001f600", 0, ["\U0001f600"]),
        ("(cold|late)", 0, None),
        ("cold\nIt was", 0, None),
        ("  \n", 0, None),
    ],
)
def test_chosen_words_are_the_nearest_ones(
    chosen: str, near: int, expected: list[str] | None
) -> None:
    if expected is None:
        with pytest.raises(InvalidRequest):
            find_chosen(TEXT, chosen, near=near)
        return
    found = find_chosen(TEXT, chosen, near=near)
    assert [span.of(TEXT) for span in found] == expected
    assert min(found).start >= near - 1


@pytest.mark.parametrize("chosen", ["a " * 5_000 + "b", "a\n" * 20_000 + "b"])
def test_words_that_repeat_take_no_longer_than_others(chosen: str) -> None:
    started = time.perf_counter()
    with pytest.raises(InvalidRequest):
        find_chosen("a " * 100_000, chosen, near=0)
    assert time.perf_counter() - started < 5
