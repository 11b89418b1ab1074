"""Locks of writers. SQLite has one, which a transaction that will write takes when it begins.

The other locks are advisory locks of PostgreSQL.

Writers of articles share the lock on the registry. A judgement or a list takes it alone, because it
may move the occurrences of any article. Writers of articles also lock each surname that they print:
which speaker a surname means depends on what other articles print.

The order is always: registry, article, surnames, speakers by key, quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.orm import Session

# Any numbers, the same in all processes, and none that the migrations use.
_REGISTRY = 0x0E_C0_4E
QUOTES = 0x0E_C0_4F

WRITES = "onrecord_writes"
"""The execution option of a connection whose transaction will write."""

_SHARED = text("SELECT pg_advisory_xact_lock_shared(:key)")
_EXCLUSIVE = text("SELECT pg_advisory_xact_lock(:key)")
_EXCLUSIVE_EACH = text(
    "SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"
)


def for_writing(engine: Engine) -> Engine:
    """Return the same pool for writers. On SQLite each transaction takes the write lock first."""
    return engine.execution_options(**{WRITES: True})


def lock_registry_shared(session: Session) -> None:
    """Keep judgements and lists out until the commit. Call this first in a transaction."""
    _lock(session, _SHARED, key=_REGISTRY)


def lock_registry_exclusive(session: Session) -> None:
    """Keep all other writers out until the commit. Call this first in a transaction."""
    _lock(session, _EXCLUSIVE, key=_REGISTRY)


def lock_quotes_exclusive(session: Session) -> None:
    """Keep others from assigning quotes until the commit. Call this last in a transaction."""
    _lock(session, _EXCLUSIVE, key=QUOTES)


def lock_surnames_exclusive(session: Session, surnames: Iterable[str]) -> None:
    """Keep other articles that print these surnames out until the commit."""
    keys = sorted({_number(surname) for surname in surnames})
    if keys:
        _lock(session, _EXCLUSIVE_EACH, keys=keys)


def _lock(session: Session, statement: TextClause, **values: object) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(statement, values)


def _number(surname: str) -> int:
    return int.from_bytes(sha256(surname.encode()).digest()[:8], signed=True)


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction on SQLite; one that will write takes the write lock first."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
