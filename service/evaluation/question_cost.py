"""`python -m service.evaluation.question_cost DATABASE_URL TEXTS.jsonl`: what questions cost.

Fills an empty database with made-up quotes (`--quotes`) out of `{"id", "text"}` lines, asks for
some of them as a fact-checker or a reader would, and prints for each way of asking how long answers
took and how many of the quotes were among the first ten.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from service.commands.records import read_record
from service.evaluation.made_up_quotes import fill, made_up
from service.storage.filters import QuoteFilter
from service.storage.migrate import upgrade
from service.storage.store import Store

_OTHERS = ("not", "never", "seven", "people", "really")
_SEED = 4


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


def main() -> None:
    """The command line -> a line for each way of asking."""
    parser = argparse.ArgumentParser(prog="python -m service.evaluation.question_cost")
    parser.add_argument("database_url", help="of an empty database")
    parser.add_argument("texts", type=Path, help="JSONL of texts")
    parser.add_argument("--quotes", type=int, default=100_000, help="how many are made up")
    parser.add_argument("--questions", type=int, default=100, help="how many are asked each way")
    options = parser.parse_args()
    with options.texts.open(encoding="utf-8") as lines:
        texts = dict.fromkeys(read_record(line).text for line in lines)
    upgrade(options.database_url)
    store = Store.open(options.database_url)
    wordings = list(islice(made_up(texts, seed=_SEED), options.quotes))
    fill(store.engine, wordings, seed=_SEED)
    meant = [text for text in wordings if len(text.split()) > 5]
    chosen = random.Random(_SEED).sample(meant, min(len(meant), options.questions))  # noqa: S311
    for cost in measure_questions(store, chosen):
        print(cost, flush=True)
    store.close()


if __name__ == "__main__":
    main()
