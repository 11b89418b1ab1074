"""What questions cost in a store that `service.evaluation.scale.command` has filled.

    python -m service.evaluation.speed.question_cost DIRECTORY/1000000 [--database postgresql]

Asks for some of the stored quotes as a fact-checker or a reader would, and prints for each way of
asking how long answers took and how many of the quotes were among the first ten.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import typer
from sqlalchemy import Engine, func, select

from models import Quote, Utterance
from service.evaluation.scale.server import database_url
from service.storage.filters import QuoteFilter
from service.storage.store import Store

_OTHERS = ("not", "never", "seven", "people", "really")
_SEED = 4
_WORDS = 6


@dataclass(frozen=True, slots=True)
class Cost:
    """One way of asking: seconds of each answer, and how many found what was meant."""

    way: str
    seconds: Sequence[float]
    found: int

    def __str__(self) -> str:
        ranked = sorted(self.seconds)
        median, late = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
        share = f"{self.found}/{len(ranked)}"
        return f"{self.way:<36}{median * 1000:8.1f} ms{late * 1000:8.1f} ms (95 %)  found {share}"


def measure_questions(store: Store, wordings: Sequence[str]) -> Iterable[Cost]:
    """A store and wordings of quotes in it, of six words at least -> the cost of each way."""
    chance = random.Random(_SEED)  # noqa: S311 - to be the same each time

    def matched(words: str, meant: str) -> bool:
        return any(one.quote.text == meant for one in store.match_quotes(words))

    def listed(words: str, _: str) -> bool:
        return bool(store.list_quotes(QuoteFilter(q=words)).items)

    def piece(words: list[str], length: int) -> list[str]:
        start = chance.randrange(len(words) - length + 1)
        return words[start : start + length]

    def misquoted(words: list[str], length: int, times: int) -> list[str]:
        said = words[:length]
        for place in chance.sample(range(len(said)), times):
            said[place] = chance.choice(_OTHERS)
        return said

    ways: dict[str, tuple[Callable[[str, str], bool], Callable[[list[str]], list[str]]]] = {
        "match: the whole": (matched, lambda words: words),
        "match: four words in a row": (matched, lambda words: piece(words, 4)),
        "match: three words in a row": (matched, lambda words: piece(words, 3)),
        "match: the first 12, one changed": (matched, lambda words: misquoted(words, 12, 1)),
        "match: the first 16, three changed": (matched, lambda words: misquoted(words, 16, 3)),
        "list: two words": (listed, lambda words: chance.sample(words, 2)),
        "list: one word": (listed, lambda words: chance.sample(words, 1)),
    }
    for way, (ask, asked) in ways.items():
        seconds, found = [], 0
        for meant in wordings:
            words = " ".join(asked(meant.split()))
            begun = time.perf_counter()
            found += ask(words, meant)
            seconds.append(time.perf_counter() - begun)
        yield Cost(way, seconds, found)


def stored_wordings(engine: Engine, *, seed: int = _SEED) -> Iterator[str]:
    """A filled database -> wordings of stored quotes by chance, of six words at least, endless."""
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


def main(directory: Path, database: str = "sqlite", questions: int = 100) -> None:
    """A directory and the database in it -> a line for each way of asking."""
    with database_url(database, directory) as url:
        store = Store.open(url)
        chosen = list(islice(stored_wordings(store.engine), questions))
        for cost in measure_questions(store, chosen):
            typer.echo(f"{cost}")
        store.close()


if __name__ == "__main__":
    typer.run(main)
