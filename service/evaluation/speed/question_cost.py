"""Measure what questions cost in a store that the benchmark `scale` has filled.

Asks for some of the stored quotes as a fact-checker or a reader would. For each way of asking it
shows wall and processor time of an answer, and how many quotes were among the first ten.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, func, select

from models import Quote, Utterance
from service.evaluation.scale.measure import database_url
from service.evaluation.timing import Elapsed
from service.storage.db.engine import open_engine
from service.storage.filters import QuoteFilter
from service.storage.store import Store

_OTHERS = ("not", "never", "seven", "people", "really")
_SEED = 4
_WORDS = 6


@dataclass(frozen=True, slots=True)
class QuestionCost:
    """One way of asking: the time of each answer, and how many found the quote that was meant."""

    way: str
    answers: Sequence[Elapsed]
    found: int

    def __str__(self) -> str:
        wall = sorted(answer.wall for answer in self.answers)
        processor = sorted(answer.processor for answer in self.answers)
        median, late = wall[len(wall) // 2], wall[int(len(wall) * 0.95)]
        own = processor[len(processor) // 2]
        return (
            f"{self.way:<36}{median * 1000:8.1f} ms{late * 1000:8.1f} ms (95 %)"
            f"{own * 1000:8.1f} ms of processor time  found {self.found}/{len(wall)}"
        )


def ask_stored_quotes(directory: Path, *, database: str, questions: int) -> Iterator[QuestionCost]:
    """Ask for some quotes of a filled store; yield the cost of each way of asking.

    Args:
        directory: The directory of the store.
        database: "sqlite" or "postgresql".
        questions: How many quotes to ask for.
    """
    with database_url(database, directory) as url:
        engine, store = open_engine(url), Store.open(url)
        chosen = list(islice(stored_wordings(engine), questions))
        yield from measure_questions(store, chosen)
        store.close()
        engine.dispose()


def measure_questions(store: Store, wordings: Sequence[str]) -> Iterable[QuestionCost]:
    """Ask for quotes by their wordings, of six words at least, in several ways."""
    chance = random.Random(_SEED)  # noqa: S311 - to be the same each time

    def matched(words: str, meant: str) -> bool:
        return any(match.quote.text == meant for match in store.match_quotes(words))

    def listed(words: str, _: str) -> bool:
        return bool(store.list_quotes(QuoteFilter(q=words)).items)

    def piece(words: list[str], length: int) -> list[str]:
        start = chance.randrange(len(words) - length + 1)
        return words[start : start + length]

    def misquoted(words: list[str], length: int, times: int) -> list[str]:
        changed = words[:length]
        for index in chance.sample(range(len(changed)), times):
            changed[index] = chance.choice(_OTHERS)
        return changed

    ways: dict[str, tuple[Callable[[str, str], bool], Callable[[list[str]], list[str]]]] = {
        "match: the whole": (matched, lambda words: words),
        "match: four words in a row": (matched, lambda words: piece(words, 4)),
        "match: three words in a row": (matched, lambda words: piece(words, 3)),
        "match: the first 12, one changed": (matched, lambda words: misquoted(words, 12, 1)),
        "match: the first 16, three changed": (matched, lambda words: misquoted(words, 16, 3)),
        "list: two words": (listed, lambda words: chance.sample(words, 2)),
        "list: one word": (listed, lambda words: chance.sample(words, 1)),
    }
    for way, (ask, choose) in ways.items():
        answers, found = [], 0
        for meant in wordings:
            words = " ".join(choose(meant.split()))
            wall, processor = time.perf_counter(), time.process_time()
            found += ask(words, meant)
            answers.append(Elapsed(time.perf_counter() - wall, time.process_time() - processor))
        yield QuestionCost(way, answers, found)


def stored_wordings(engine: Engine, *, seed: int = _SEED) -> Iterator[str]:
    """Yield wordings of stored quotes by chance, of six words at least, without end."""
    chance = random.Random(seed)  # noqa: S311 - to be the same each time
    with engine.connect() as connection:
        last = connection.execute(select(func.max(Utterance.id))).scalar_one()
        while True:
            query = (
                select(Quote.text)
                .join(Utterance, Utterance.quote_id == Quote.id)
                .where(Utterance.id <= chance.randint(1, last))
                .order_by(Utterance.id.desc())
                .limit(1)
            )
            text = connection.scalar(query) or ""
            if len(text.split()) >= _WORDS:
                yield text
