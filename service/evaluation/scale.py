"""How long placing one quote takes as a store grows, on SQLite and on PostgreSQL.

    python -m service.evaluation.scale TRAIN.jsonl DIRECTORY [--plot docs/scale.svg]

The stores are filled in bulk with news made of PolNeAR's words (`scale_press`, `scale_news`), grow
from size to size, and stay in the directory: a run that was stopped goes on where it was, and what
is measured is not measured again. Delete the directory to begin anew. At each size quotes come one
by one, each with its article, through `service.storage.placing`, in a transaction that commits; and
then in articles of eight. Files are read once before, as a server has them that ran for a while; a
line that is taken out of `measured.jsonl` is measured again, with other news.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from service.evaluation.gold import read_gold
from service.evaluation.scale_arrivals import arrivals, bundled, last_number
from service.evaluation.scale_fill import fill, finish, known_speakers, prepare
from service.evaluation.scale_measure import held, load, place_all, warm
from service.evaluation.scale_plot import plot_scale
from service.evaluation.scale_press import Press, make_press
from service.evaluation.scale_report import Measured, read_log, render, summarise
from service.evaluation.scale_rows import Rows, batch
from service.evaluation.scale_server import database_url
from service.storage.engine import open_engine
from service.storage.migrate import upgrade

SIZES = [10_000, 100_000, 1_000_000, 3_000_000]
DATABASES = ["sqlite", "postgresql"]
FILES = {"sqlite": "scale.db", "postgresql": "postgresql/base"}
WARM_UP = 150
TOGETHER = 8
"""As many quotes as half of the articles that quote have, or more."""


def main(
    train: Path,
    directory: Path,
    size: Annotated[list[int], typer.Option()] = SIZES,
    database: Annotated[list[str], typer.Option()] = DATABASES,
    placed: int = 1_000,
    batch_size: int = 10_000,
    workers: int = 2,
    plot: Path | None = None,
) -> None:
    """Fill, measure, and print the table of all that was measured in the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    log = directory / "measured.jsonl"
    with train.open(encoding="utf-8") as lines:
        press = make_press(read_gold(lines))
    with ExitStack() as open_while:
        engines = {}
        for name in database:
            url = open_while.enter_context(database_url(name, directory))
            upgrade(url)
            engines[name] = open_engine(url)
            open_while.callback(engines[name].dispose)
        for wanted in sorted(size):
            grow(engines.values(), press, wanted // batch_size, quotes=batch_size, workers=workers)
            for name, engine in engines.items():
                if (name, wanted) not in {(one.database, one.size) for one in read_log(log)}:
                    warm(directory / FILES[name])
                    one = measure(engine, press, wanted, placed=placed, quotes=batch_size)
                    with log.open("a", encoding="utf-8") as lines:
                        lines.write(json.dumps(asdict(one)) + "\n")
                    _say(f"{one}")
    measured = read_log(log)
    print(render(measured))
    if plot:
        plot.write_text(plot_scale(measured), "utf-8")


def measure(engine: Engine, press: Press, size: int, *, placed: int, quotes: int) -> Measured:
    """A filled database -> what was measured in it."""
    before, seed = load(), last_number(engine)
    coming = arrivals(engine, press, placed + WARM_UP, quotes=quotes, seed=seed)
    spent = place_all(engine, [[one] for _, one in coming])
    by_kind = list(zip((kind for kind, _ in coming), spent, strict=True))[WARM_UP:]
    later = arrivals(engine, press, placed, quotes=quotes, seed=seed + 1)
    together = place_all(engine, bundled(later, TOGETHER))
    holds = held(engine)
    return summarise(engine.dialect.name, size, holds, by_kind, together, load=max(before, load()))


def grow(
    engines: Iterable[Engine], press: Press, batches: int, *, quotes: int, workers: int
) -> None:
    """Databases and how many batches each is to hold -> they hold as many, or more."""
    lacking = {engine: has for engine in engines if (has := prepare(engine)) < batches}
    if not lacking:
        return
    speakers = {engine: known_speakers(engine) for engine in lacking}
    numbers = range(min(lacking.values()), batches)
    start = time.monotonic()
    for number, rows in zip(numbers, _made(press, numbers, quotes, workers), strict=True):
        for engine, has in lacking.items():
            if number >= has:
                fill(engine, number, rows, speakers[engine])
        _say(f"batch {number + 1} of {batches}, {time.monotonic() - start:.0f} s")
    for engine in lacking:
        finish(engine)
        _say(f"{engine.dialect.name} is filled, {time.monotonic() - start:.0f} s")


def _made(press: Press, numbers: Sequence[int], quotes: int, workers: int) -> Iterator[Rows]:
    make = partial(batch, quotes=quotes)
    if workers < 2:
        yield from (make(press, number) for number in numbers)
        return
    with multiprocessing.get_context("spawn").Pool(workers, _begin, (press,)) as pool:
        yield from pool.imap(partial(_make, quotes=quotes), numbers)


_press: list[Press] = []
"""In a process that makes batches, what it makes them with."""


def _begin(press: Press) -> None:
    _press.append(press)
    gc.disable()  # rows refer to no rows, and looking for those that do takes most of the time


def _make(number: int, *, quotes: int) -> Rows:
    return batch(_press[0], number, quotes)


def _say(words: str) -> None:
    typer.echo(words, err=True)


if __name__ == "__main__":
    typer.run(main)
