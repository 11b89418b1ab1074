"""The part of the store that takes whole tables at once: an archive, into an empty store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from models import Article, Base, Judgement, Speaker, StopKey, UtteranceKey
from service.dedup.index_keys import STOP_KEY_UTTERANCES
from service.storage.db import locks
from service.storage.db.bulk_indexes import without_indexes
from service.storage.db.database import Database

_STOP_KEYS = text(
    f"INSERT INTO {StopKey.__tablename__} (key)"  # noqa: S608 - our own names
    f" SELECT key FROM {UtteranceKey.__tablename__} GROUP BY key HAVING count(*) >= :common"
)

_WIDE_CACHE = "PRAGMA cache_size = -1000000"


class TableWriter:
    """Writes rows within one transaction. Their values are in the form that the database stores."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self.dialect = self._connection.dialect.name
        if self.dialect == "sqlite":
            self._connection.execute(text(_WIDE_CACHE))

    @contextmanager
    def without_indexes(self, tables: Iterable[str]) -> Iterator[None]:
        """Write rows of tables without their indexes, and create these at the end."""
        with without_indexes(self._connection, [_known(table) for table in tables]):
            yield

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows of values on SQLite."""
        marks = ", ".join("?" * len(columns))
        named = ", ".join(columns)
        statement = f"INSERT INTO {_known(table)} ({named}) VALUES ({marks})"  # noqa: S608
        self._driver.executemany(statement, rows)

    def copy_csv(self, table: str, columns: Sequence[str], parts: Iterable[bytes]) -> None:
        """Insert rows of CSV on PostgreSQL. An empty value without quotation marks is null."""
        statement = f"COPY {_known(table)} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
        with self._driver.cursor() as cursor, cursor.copy(statement) as copy:
            for part in parts:
                copy.write(part)

    @property
    def _driver(self) -> Any:
        return self._connection.connection.driver_connection


class BulkStore:
    """Fills an empty store. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_empty(self) -> bool:
        """Return whether no article, no speaker and no judgement is stored."""
        with self._database.reading() as session:
            return _is_empty(session)

    def fill(self, work: Callable[[TableWriter], None]) -> bool:
        """Let `work` write whole tables, all in one transaction. No other writer is let in.

        Returns:
            False where the store is not empty. Nothing is written then.
        """

        def run(session: Session) -> bool:
            locks.lock_registry_exclusive(session)
            locks.lock_quotes_exclusive(session)
            if not _is_empty(session):
                return False
            work(TableWriter(session))
            session.execute(_STOP_KEYS, {"common": STOP_KEY_UTTERANCES})
            return True

        filled = self._database.write(run)
        if filled:
            _refresh_statistics(self._database.writes)
        return filled


def _is_empty(session: Session) -> bool:
    rows: Iterable[Any] = (Article.id, Speaker.id, Judgement.id)
    counts: Sequence[int] = [
        session.scalar(select(func.count()).select_from(select(row).limit(1).subquery())) or 0
        for row in rows
    ]
    return not any(counts)


def _refresh_statistics(engine: Engine) -> None:
    """Let the database count its rows again, so that it plans queries for a store of this size."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _known(table: str) -> str:
    return Base.metadata.tables[table].name
