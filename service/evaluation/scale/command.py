"""How long placing one quote takes as a store grows, on SQLite and on PostgreSQL.

    python -m service.evaluation.scale.command TRAIN.jsonl DIRECTORY [--plot docs/scale.svg]

The stores are filled in bulk with news made of PolNeAR's words (`scale_press`, `scale_news`), each
size from a copy of the one before, and stay in the directory: a run that was stopped goes on where
it was, and what is measured is not measured again. Delete the directory to begin anew.

In each store quotes come one by one, each with its article, through
`service.storage.clusters.assign`, in a
transaction that commits; and then in articles of eight. All sizes take turns, some quotes each, so
that a machine whose speed changes changes all alike. Files are read once before, as a server has
them that ran for a while, by PostgreSQL itself too; a database that is taken out of
`measured.jsonl` is measured again, with other news.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from service.evaluation.gold import read_gold
from service.evaluation.scale.arrivals import arrivals, bundled, last_number
from service.evaluation.scale.fill import fill, finish, known_speakers, prepare
from service.evaluation.scale.measure import Spent, fill_buffers, held, load, place_all, warm
from service.evaluation.scale.news import Print
from service.evaluation.scale.plot import plot_scale
from service.evaluation.scale.press import Press, make_press
from service.evaluation.scale.report import Measured, read_log, render, summarise
from service.evaluation.scale.rows import Rows, batch
from service.evaluation.scale.server import database_url
from service.storage.db.engine import open_engine
from service.storage.db.migrate import upgrade

SIZES = [10_000, 100_000, 1_000_000, 3_000_000]
DATABASES = ["sqlite", "postgresql"]
FILES = {"sqlite": "scale.db", "postgresql": "postgresql/base"}
WARM_UP = 150
TOGETHER = 8
"""As many quotes as half of the articles that quote have, or more."""
TURN = 25
"""So many articles are placed in a store before it is the next one's turn."""


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
    stores = {wanted: directory / str(wanted) for wanted in sorted(size)}
    before: Path | None = None
    for wanted, store in stores.items():
        _begin_as(store, before)
        with _open([(name, store) for name in database]) as engines:
            grow(engines, press, wanted // batch_size, quotes=batch_size, workers=workers)
        before = store
    for name in database:
        known = {one.size for one in read_log(log) if one.database == name}
        if known.issuperset(stores):
            continue
        with _open([(name, store) for store in stores.values()]) as engines:
            for store in stores.values():
                warm(store / FILES[name])
            for engine in engines if name == "postgresql" else ():
                fill_buffers(engine)
            by_size = dict(zip(stores, engines, strict=True))
            found = measure(by_size, press, placed=placed, quotes=batch_size)
        others = [one for one in read_log(log) if one.database != name]
        lines_of_log = [json.dumps(asdict(one)) for one in (*others, *found)]
        log.write_text("\n".join(lines_of_log) + "\n", "utf-8")
    measured = read_log(log)
    print(render(measured))
    if plot:
        plot.write_text(plot_scale(measured), "utf-8")


def measure(
    engines: Mapping[int, Engine], press: Press, *, placed: int, quotes: int
) -> list[Measured]:
    """Filled databases by their sizes -> what was measured in each, all taking turns."""
    before = load()
    alone, several = {}, {}
    for size, engine in engines.items():
        seed = last_number(engine)
        alone[size] = arrivals(engine, press, placed + WARM_UP, quotes=quotes, seed=seed)
        later = arrivals(engine, press, placed, quotes=quotes, seed=seed + 1)
        several[size] = bundled(later, TOGETHER)
    ones = {size: [[one] for _, one in its] for size, its in alone.items()}
    spent, together = _in_turns(engines, ones), _in_turns(engines, several)
    found = []
    for size, engine in engines.items():
        kinds = [kind for kind, _ in alone[size]]
        by_kind = list(zip(kinds, spent[size], strict=True))[WARM_UP:]
        busy = max(before, load())
        its = engine.dialect.name, size, held(engine), by_kind, together[size]
        found.append(summarise(*its, load=busy))
        _say(f"{found[-1]}")
    return found


def _in_turns(
    engines: Mapping[int, Engine], coming: Mapping[int, Sequence[Sequence[Print]]]
) -> dict[int, list[Spent]]:
    spent: dict[int, list[Spent]] = {size: [] for size in engines}
    for start in range(0, max(map(len, coming.values())), TURN):
        for size, engine in engines.items():
            spent[size] += place_all(engine, coming[size][start : start + TURN])
    return spent


def _begin_as(store: Path, before: Path | None) -> None:
    """A store's directory and the smaller one before it -> it is there, at first as a copy."""
    if store.exists():
        return
    if before is None:
        store.mkdir()
        return
    copying = store.with_suffix(".copying")
    shutil.rmtree(copying, ignore_errors=True)  # of a run that was stopped
    # With owners and times, which PostgreSQL looks at.
    subprocess.run(["cp", "-a", f"{before}/.", copying], check=True)  # noqa: S603, S607
    copying.rename(store)


@contextmanager
def _open(stores: Iterable[tuple[str, Path]]) -> Iterator[list[Engine]]:
    """Databases and the directories of their stores -> engines, while open."""
    with ExitStack() as open_while:
        engines = []
        for name, store in stores:
            url = open_while.enter_context(database_url(name, store))
            upgrade(url)
            engines.append(open_engine(url))
            open_while.callback(engines[-1].dispose)
        yield engines


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
