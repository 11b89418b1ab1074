"""A filled database -> how long placing one more quote takes, and what the database holds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from models import Base, Utterance, UtteranceKey, UtteranceOutline
from service.evaluation.scale.arrivals import arrive
from service.evaluation.scale.news import Print
from service.storage.clusters.assign import place
from service.storage.db.engine import for_writing

_PIECE = 1 << 24
_LOOKED_AT = (
    select(func.max(func.length(Utterance.form))).where(Utterance.id > 0),
    select(func.max(UtteranceOutline.bits)).where(UtteranceOutline.utterance_id > 0),
    select(func.count()).where(UtteranceKey.key >= -(2**63)),
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What an article's quotes took, each in milliseconds, and the statements of placing them."""

    place: float
    processor: float
    """Of `place`, what this process itself computed: all of it on SQLite."""
    whole: float
    """From the beginning of the transaction to the end of its commit, its article included."""
    statements: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a database holds, per quote."""

    quotes: int
    rows: float
    """In all tables."""
    bytes: float
    """Indexes included."""


def place_all(engine: Engine, coming: Iterable[Sequence[Print]]) -> list[Spent]:
    """The quotes of articles -> what one of each took. An article is a transaction and commits."""
    found = []
    with _counting(engine) as statements:
        for prints in coming:
            begin = time.perf_counter()
            with Session(for_writing(engine), expire_on_commit=False) as session, session.begin():
                placed = arrive(session, prints)
                # Asking for the processor's time may take longer than some statements.
                before, processor = len(statements), time.process_time()
                start = time.perf_counter()
                place(session, placed, [])
                end = time.perf_counter()
                processor = time.process_time() - processor
            whole = time.perf_counter() - begin
            each = 1000 / len(prints)
            times = (end - start) * each, processor * each, whole * each
            found.append(Spent(*times, len(statements) - before))
    return found


def warm(path: Path) -> None:
    """A file, or a directory with files -> they were read once, and stay in memory if they fit."""
    for file in [path, *path.rglob("*")]:
        if file.is_file():
            with file.open("rb") as content:
                while content.read(_PIECE):
                    pass


def fill_buffers(engine: Engine) -> None:
    """A filled PostgreSQL -> what placing looks at is in its own memory as well, if it fits."""
    with engine.begin() as connection:
        # A scan of a whole table would pass its memory by, and one by an index does not.
        for setting in ("enable_seqscan", "enable_bitmapscan"):
            connection.execute(text(f"SET LOCAL {setting} = off"))
        for query in _LOOKED_AT:
            connection.execute(query)


def load() -> float:
    """Nothing -> the runnable processes of this machine in the last minute, on average."""
    return os.getloadavg()[0]


def held(engine: Engine) -> Held:
    """A database -> what it holds."""
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
    return Held(quotes=quotes, rows=sum(counts.values()) / quotes, bytes=size / quotes)


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
