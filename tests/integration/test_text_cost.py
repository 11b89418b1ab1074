"""The cost of a text grows with its length, and not faster, whatever the text holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from service.evaluation.speed.text_cost import TEXT_KINDS
from service.speakers.article_reader import ArticleReader, load_article_reader

ROUNDS = 3
SLOW_FOR_THE_NETWORK = ("lines", "“", '"', "<p>")
"""Kinds that need many runs of the network are measured at smaller sizes."""


class TimedSession:
    """A session of onnxruntime that counts its processor time."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.seconds = 0.0

    def run(self, *arguments: Any) -> Any:
        started = time.process_time()
        answer = self._session.run(*arguments)
        self.seconds += time.process_time() - started
        return answer


@pytest.fixture(scope="module")
def reader() -> ArticleReader:
    return load_article_reader()


@pytest.fixture(scope="module")
def sessions(reader: ArticleReader) -> list[TimedSession]:
    parts: Any = reader._pipeline._reader._scorer
    sessions = []
    for part in (parts._tagger, parts._linker):
        part._session = TimedSession(part._session)
        sessions.append(part._session)
    reader.read("“It works,” the engineer said.")
    return sessions


def grows_at_most(
    factor: float, seconds: Callable[[int], float], *, sizes: tuple[int, int]
) -> bool:
    """Measure both sizes again while the growth is too large; the least of each size counts."""
    least = {size: float("inf") for size in sizes}
    for _ in range(ROUNDS):
        for size in sizes:
            least[size] = min(least[size], seconds(size))
        small, large = least.values()
        if large <= factor * small:
            return True
    return False


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_rules_cost_in_proportion_to_the_length(
    kind: str, reader: ArticleReader, sessions: list[TimedSession]
) -> None:
    """The network reads window by window; leaving it out shows earlier what else grows."""

    def seconds(size: int) -> float:
        text = TEXT_KINDS[kind](size)
        before = sum(session.seconds for session in sessions)
        started = time.process_time()
        reader.read(text)
        network = sum(session.seconds for session in sessions) - before
        # Small times are noise; what grows quadratically is far above this.
        return time.process_time() - started - network + 0.02

    slow = any(part in kind for part in SLOW_FOR_THE_NETWORK)
    sizes = (1_000, 4_000) if slow else (4_000, 16_000)
    # Four times the text: sixteen times the cost would be quadratic.
    assert grows_at_most(5.5, seconds, sizes=sizes)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_twice_the_text_costs_at_most_two_and_a_half_times(
    kind: str, reader: ArticleReader
) -> None:
    def seconds(size: int) -> float:
        text = TEXT_KINDS[kind](size)
        started = time.process_time()
        reader.read(text)
        return time.process_time() - started

    # The word of letters costs milliseconds, which vary.
    assert grows_at_most(2.5, lambda size: seconds(size) + 0.05, sizes=(25_000, 50_000))


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_each_kind_has_texts_of_any_size(kind: str) -> None:
    assert [len(TEXT_KINDS[kind](size)) for size in (50, 1_000, 5_000)] == [50, 1_000, 5_000]
