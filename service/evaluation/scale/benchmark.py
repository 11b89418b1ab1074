"""Measure how long assigning one quote takes as a store grows, on SQLite and on PostgreSQL.

The stores are filled in bulk with generated news (`text_generator`), each size from a copy of the
size before. They stay in the directory: a run that was stopped goes on there, and a measured size
is not measured again. Delete the directory to start again.

In each store quotes arrive one by one, each with its article, through
`service.storage.clusters.assign`, in a transaction that commits; then in articles of eight. All
sizes take turns, some quotes each, so that a machine whose speed changes affects all sizes alike.
Files are read once before, as on a server that has run for a while; PostgreSQL also reads them into
its buffers. A database that is removed from `measured.jsonl` is measured again, with other news.
"""

from __future__ import annotations

import gc
import multiprocessing
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import typer
from sqlalchemy import Engine

from service.evaluation.plots import plot_scale
from service.evaluation.scale.arrivals import group_into_articles, last_number, next_quotes
from service.evaluation.scale.fill import fill, finish, known_speakers, prepare
from service.evaluation.scale.measure import (
    AssignCost,
    assign_all,
    database_url,
    fill_buffers,
    machine_load,
    read_files_once,
    store_size,
)
from service.evaluation.scale.report import (
    ScaleMeasurement,
    read_log,
    render_scale,
    summarise,
    write_log,
)
from service.evaluation.scale.rows import TableRows, batch_rows
from service.evaluation.scale.text_generator import (
    PrintedQuote,
    TextGenerator,
    learn_generator,
)
from service.gold.documents import read_gold
from service.storage.db.engine import open_engine
from service.storage.db.migrate import upgrade

SIZES = (10_000, 100_000, 1_000_000, 3_000_000)
DATABASES = ("sqlite", "postgresql")
WARM_UP = 150
TURN = 25
"""After this many articles in one store it is the next store's turn."""
_TOGETHER = 8
"""Half of the articles that quote have at most this many quotes."""
_FILES = {"sqlite": "scale.db", "postgresql": "postgresql/base"}


def run_scale(
    train: Path,
    directory: Path,
    *,
    sizes: Sequence[int],
    databases: Sequence[str],
    assigned: int,
    batch_size: int,
    workers: int,
    plot: Path | None,
) -> str:
    """Fill and measure the stores; return the table of all that was measured in the directory.

    Args:
        train: JSONL of annotated articles, whose words the news is made of.
        directory: Where the stores and the log are, and stay.
        sizes: About how many quotes the stores hold.
        databases: "sqlite", "postgresql" or both.
        assigned: How many quotes are assigned in each store, once alone and once in articles.
        batch_size: How many quotes a batch has when filling.
        workers: How many processes make batches.
        plot: The SVG to write, or None.
    """
    directory.mkdir(parents=True, exist_ok=True)
    log = directory / "measured.jsonl"
    with train.open(encoding="utf-8") as lines:
        generator = learn_generator(read_gold(lines))
    stores = {size: directory / str(size) for size in sorted(sizes)}
    before: Path | None = None
    for size, store in stores.items():
        _start_from(store, before)
        with _open([(name, store) for name in databases]) as engines:
            grow(engines, generator, size // batch_size, quotes=batch_size, workers=workers)
        before = store
    for name in databases:
        known = {row.size for row in read_log(log) if row.database == name}
        if known.issuperset(stores):
            continue
        with _open([(name, store) for store in stores.values()]) as engines:
            for store in stores.values():
                read_files_once(store / _FILES[name])
            for engine in engines if name == "postgresql" else ():
                fill_buffers(engine)
            by_size = dict(zip(stores, engines, strict=True))
            found = measure_stores(by_size, generator, assigned=assigned, quotes=batch_size)
        others = [row for row in read_log(log) if row.database != name]
        write_log(log, [*others, *found])
    measured = read_log(log)
    if plot:
        plot.write_text(plot_scale(measured), "utf-8")
    return render_scale(measured)


def measure_stores(
    engines: Mapping[int, Engine], generator: TextGenerator, *, assigned: int, quotes: int
) -> list[ScaleMeasurement]:
    """Measure filled databases, which take turns.

    Args:
        engines: The databases by their sizes.
        generator: What makes new quotes.
        assigned: How many quotes are assigned in each.
        quotes: The size of the batches that filled them.
    """
    load_before = machine_load()
    alone, several = {}, {}
    for size, engine in engines.items():
        seed = last_number(engine)
        alone[size] = next_quotes(engine, generator, assigned + WARM_UP, quotes=quotes, seed=seed)
        later = next_quotes(engine, generator, assigned, quotes=quotes, seed=seed + 1)
        several[size] = group_into_articles(later, _TOGETHER)
    singles = {size: [[quote] for _, quote in drawn] for size, drawn in alone.items()}
    costs, together = _in_turns(engines, singles), _in_turns(engines, several)
    found = []
    for size, engine in engines.items():
        kinds = [kind for kind, _ in alone[size]]
        by_kind = list(zip(kinds, costs[size], strict=True))[WARM_UP:]
        load = max(load_before, machine_load())
        holds = store_size(engine)
        name = engine.dialect.name
        found.append(summarise(name, size, holds, by_kind, together[size], load=load))
        _report(f"{found[-1]}")
    return found


def grow(
    engines: Iterable[Engine], generator: TextGenerator, batches: int, *, quotes: int, workers: int
) -> None:
    """Fill databases until each holds at least `batches` batches.

    Args:
        engines: The databases.
        generator: What makes the news.
        batches: How many batches each is to hold.
        quotes: How many quotes a batch has.
        workers: How many processes make batches.
    """
    lacking = {engine: has for engine in engines if (has := prepare(engine)) < batches}
    if not lacking:
        return
    speakers = {engine: known_speakers(engine) for engine in lacking}
    numbers = range(min(lacking.values()), batches)
    start = time.monotonic()
    for number, rows in zip(numbers, _make_all(generator, numbers, quotes, workers), strict=True):
        for engine, has in lacking.items():
            if number >= has:
                fill(engine, number, rows, speakers[engine])
        _report(f"batch {number + 1} of {batches}, {time.monotonic() - start:.0f} s")
    for engine in lacking:
        finish(engine)
        _report(f"{engine.dialect.name} is filled, {time.monotonic() - start:.0f} s")


def _in_turns(
    engines: Mapping[int, Engine], articles: Mapping[int, Sequence[Sequence[PrintedQuote]]]
) -> dict[int, list[AssignCost]]:
    costs: dict[int, list[AssignCost]] = {size: [] for size in engines}
    for start in range(0, max(map(len, articles.values())), TURN):
        for size, engine in engines.items():
            costs[size] += assign_all(engine, articles[size][start : start + TURN])
    return costs


def _start_from(store: Path, before: Path | None) -> None:
    """Create a store's directory, as a copy of the smaller store before it if there is one."""
    if store.exists():
        return
    if before is None:
        store.mkdir()
        return
    copying = store.with_suffix(".copying")
    shutil.rmtree(copying, ignore_errors=True)  # of a run that was stopped
    # With owners and times, which PostgreSQL checks.
    subprocess.run(["cp", "-a", f"{before}/.", copying], check=True)  # noqa: S603, S607
    copying.rename(store)


@contextmanager
def _open(stores: Iterable[tuple[str, Path]]) -> Iterator[list[Engine]]:
    """Run and migrate the databases in these directories, and yield their engines."""
    with ExitStack() as open_while:
        engines = []
        for name, store in stores:
            url = open_while.enter_context(database_url(name, store))
            upgrade(url)
            engines.append(open_engine(url))
            open_while.callback(engines[-1].dispose)
        yield engines


def _make_all(
    generator: TextGenerator, numbers: Sequence[int], quotes: int, workers: int
) -> Iterator[TableRows]:
    if workers < 2:
        yield from (batch_rows(generator, number, quotes=quotes) for number in numbers)
        return
    with multiprocessing.get_context("spawn").Pool(workers, _start_worker, (generator,)) as pool:
        yield from pool.imap(partial(_make_in_worker, quotes=quotes), numbers)


_worker_generator: list[TextGenerator] = []
"""In a process that makes batches, the generator it makes them with."""


def _start_worker(generator: TextGenerator) -> None:
    _worker_generator.append(generator)
    gc.disable()  # rows do not refer to each other: looking for circles would take most of the time


def _make_in_worker(number: int, *, quotes: int) -> TableRows:
    return batch_rows(_worker_generator[0], number, quotes)


def _report(line: str) -> None:
    typer.echo(line, err=True)
