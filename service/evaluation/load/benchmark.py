"""Measure a server with many clients at once, on SQLite and on PostgreSQL, and on one core and two.

Each database begins with the same made-up articles. One server then meets more and more clients,
one run after another, and at last clients that only read. So memory is seen over all of it.

The comparison of cores uses SQLite and clients that only write. A server that is kept to one core
has one engine. The clients may use any core: they leave the server on one core alone, and take
their small share from the server on two. So the comparison is not in our favour. The report says
how much they took. Both servers take turns, because the speed of a virtual machine changes.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import typer

from service.evaluation.load.clients import Behaviour, ClientPlan, ClientRun, run_clients
from service.evaluation.load.processes import MemoryWatch
from service.evaluation.load.report import LoadReport, LoadRun, MemoryCurve
from service.evaluation.load.requests import READ_SHARES, WRITE_SHARES
from service.evaluation.load.samples import summarise_operations
from service.evaluation.load.server import (
    LoadServer,
    fill_with_articles,
    load_server,
    open_database,
)

KINDS_OF_DATABASE = ("sqlite", "postgresql")
CLIENTS = (1, 8, 32, 128)

GROUPS = {"all reads": READ_SHARES, "all writes": WRITE_SHARES}
_READERS = 8
_WRITERS = 8
_TURNS = ((1, 2), (2, 1))
_MOST_WARM_UP = 5.0


def run_load(
    *,
    databases: Sequence[str],
    clients: Sequence[int],
    seconds: float,
    articles: int,
    cores: bool,
) -> LoadReport:
    """Fill databases and measure their servers.

    Args:
        databases: "sqlite", "postgresql" or both.
        clients: How many clients there are in each run.
        seconds: How long each run takes, beside its warm-up.
        articles: How many articles are stored before.
        cores: Whether servers on one core and on two are compared.

    Raises:
        OnRecordError: A server did not start.
    """
    report = LoadReport(seconds=seconds, articles=articles, cores=os.cpu_count() or 1)
    for name in databases:
        with tempfile.TemporaryDirectory(prefix="onrecord-load-") as folder, ExitStack() as stack:
            directory = Path(folder)
            database = stack.enter_context(open_database(name, directory))
            fill_with_articles(database.url, articles)
            server = stack.enter_context(load_server(database, directory / "server.log"))
            _report(f"{name}: {articles} articles are stored")
            watch = MemoryWatch(server.processes)
            for count in clients:
                report.runs.append(_measure(server, count, Behaviour.MIXED, seconds=seconds))
            report.runs.append(_measure(server, _READERS, Behaviour.READS, seconds=seconds))
            report.memory.append(MemoryCurve(name, tuple(watch.stop())))
    if cores:
        report.by_cores.extend(compare_cores(seconds=seconds, articles=articles))
    return report


def compare_cores(*, seconds: float, articles: int) -> list[LoadRun]:
    """Measure writes to a server on one core, and to one on two, in turns.

    Args:
        seconds: How long each run takes, beside its warm-up.
        articles: How many articles are stored before.
    """
    found = []
    with (
        tempfile.TemporaryDirectory(prefix="onrecord-load-") as folder,
        open_database("sqlite", Path(folder)) as database,
    ):
        fill_with_articles(database.url, articles)
        for turn, counts in enumerate(_TURNS):
            for count in counts:
                with load_server(database, Path(folder) / "log", cores=range(count)) as server:
                    run = _measure(
                        server,
                        _WRITERS,
                        Behaviour.WRITES,
                        seconds=seconds,
                        cores=count,
                        series=f"cores-{turn}-{count}",
                    )
                found.append(run)
    return found


def _measure(
    server: LoadServer,
    clients: int,
    behaviour: Behaviour,
    *,
    seconds: float,
    cores: int | None = None,
    series: str | None = None,
) -> LoadRun:
    plan = ClientPlan(
        port=server.port,
        clients=clients,
        behaviour=behaviour,
        seconds=seconds,
        warm_up=min(_MOST_WARM_UP, seconds / 4),
        series=series or f"{behaviour}-{clients}",
    )
    before = server.processor()
    # A process of its own, so that what this one does is not in its processor time.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        seen = process.submit(_run_clients, plan).result()
    spent = server.processor() - before
    run = LoadRun(
        database=server.database.name,
        behaviour=behaviour.value,
        clients=clients,
        cores=cores,
        operations=summarise_operations(seen.samples, groups=GROUPS, seconds=seconds),
        clients_processor=seen.processor,
        processor=spent,
    )
    _report(f"{run}")
    return run


def _run_clients(plan: ClientPlan) -> ClientRun:
    return asyncio.run(run_clients(plan))


def _report(line: str) -> None:
    typer.echo(line, err=True)
