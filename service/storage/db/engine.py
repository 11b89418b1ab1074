"""Engines, set up so that SQLite and PostgreSQL behave alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from service.errors import Misconfigured
from service.storage.db.locks import begin_sqlite
from service.storage.db.postgresql import bound_waiting

_BAD_URL = (
    "ONRECORD_DATABASE_URL is no URL of a database. "
    "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one pool of connections may take."""

    connections: int = 15
    """Connections that are open at once."""
    connection_seconds: float = 30.0
    """How long a transaction waits for a connection that is free."""
    lock_seconds: float = 30.0
    """How long a statement waits for a lock; on PostgreSQL only with `statement_seconds`."""
    statement_seconds: float | None = None
    """How long a statement may take on PostgreSQL; without limit where it is None."""
    cache_kib: int = 32_768
    """How much of the file a connection to SQLite keeps in memory. SQLite's default is 2,048."""


NO_LIMITS = Limits()


def open_engine(database_url: str, limits: Limits = NO_LIMITS) -> Engine:
    """Open an engine on a database URL. Its messages hide parameters, which hold articles."""
    url = read_url(database_url)
    pool: dict[str, Any] = {
        "poolclass": QueuePool,
        "pool_size": limits.connections,
        "max_overflow": 0,
        "pool_timeout": limits.connection_seconds,
        "hide_parameters": True,
    }
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": limits.lock_seconds}, **pool)
        event.listen(engine, "connect", partial(_set_up_sqlite, cache_kib=limits.cache_kib))
        event.listen(engine, "begin", begin_sqlite)
        return engine
    engine = create_engine(url, pool_pre_ping=True, **pool)
    bound_waiting(
        engine, lock_seconds=limits.lock_seconds, statement_seconds=limits.statement_seconds
    )
    return engine


def read_url(database_url: str) -> URL:
    """Parse a URL as operators write it, and name the installed driver in it.

    Raises:
        Misconfigured: It is no URL of SQLite or PostgreSQL.
    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise Misconfigured(_BAD_URL) from None
    if url.get_backend_name() not in ("sqlite", "postgres", "postgresql"):
        raise Misconfigured(_BAD_URL)
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _set_up_sqlite(connection: Any, _record: object, *, cache_kib: int) -> None:
    # The driver opens deferred transactions of its own. These fail instead of waiting when they
    # turn from reading to writing. Ours are opened in `begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute(f"PRAGMA cache_size = -{cache_kib}")
    cursor.execute("PRAGMA synchronous = FULL")  # an answer of success survives a power cut
    cursor.close()
