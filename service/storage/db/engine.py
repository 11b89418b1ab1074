"""Connections: SQLite and PostgreSQL, set up so that both behave alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from service.errors import Misconfigured

# How long a writer waits for another one on SQLite, which has one writer at a time.
BUSY_SECONDS = 30

# What a connection to SQLite keeps of the file in memory, sixteen times the default.
CACHE_KIB = 32_768

_FORMS = (
    "ONRECORD_DATABASE_URL is no URL of a database. "
    "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
)

WRITES = "onrecord_writes"
"""The execution option that marks a connection whose transaction will write."""


def open_engine(database_url: str) -> Engine:
    """A database URL -> an engine. Parameters are hidden from messages: they hold articles."""
    url = read_url(database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, hide_parameters=True, pool_pre_ping=True)


def read_url(database_url: str) -> URL:
    """A URL as operators write it -> one that names the installed driver.

    Raises:
        Misconfigured: it is no URL of SQLite or PostgreSQL.
    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise Misconfigured(_FORMS) from None
    if url.get_backend_name() not in ("sqlite", "postgres", "postgresql"):
        raise Misconfigured(_FORMS)
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def for_writing(engine: Engine) -> Engine:
    """An engine -> the same pool; on SQLite its transactions take the write lock at once."""
    return engine.execution_options(**{WRITES: True})


def for_reading(engine: Engine) -> Engine:
    """An engine -> the same pool; each transaction sees one state of the database throughout."""
    if engine.dialect.name == "sqlite":  # WAL gives that to every deferred transaction
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver opens transactions of its own, deferred ones, which fail instead of waiting when
    # they turn from reading to writing. Ours are opened in `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    cursor.execute("PRAGMA synchronous = FULL")  # an answer of success survives a power cut
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
