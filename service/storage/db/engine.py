"""Connections and transactions, set up so that SQLite and PostgreSQL behave alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from models import Outlet
from service.errors import Misconfigured, NotReady, OnRecordError

Result = TypeVar("Result")

# How many seconds a writer on SQLite waits for another one. SQLite has one writer at a time.
BUSY_SECONDS = 30

# How much of the file a connection to SQLite keeps in memory: sixteen times the default.
CACHE_KIB = 32_768

WRITES = "onrecord_writes"
"""The execution option of a connection whose transaction will write."""

TRIES = 6
"""How often a transaction is run before its error is final."""

# serialization_failure and deadlock_detected: PostgreSQL asks to run the transaction again.
_TRANSIENT = frozenset({"40001", "40P01"})

_BAD_URL = (
    "ONRECORD_DATABASE_URL is no URL of a database. "
    "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
)


def open_engine(database_url: str) -> Engine:
    """Open an engine on a database URL. Its messages hide parameters, which hold articles."""
    url = read_url(database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, hide_parameters=True, pool_pre_ping=True)


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


def for_writing(engine: Engine) -> Engine:
    """Return the same pool for writers. On SQLite each transaction takes the write lock first."""
    return engine.execution_options(**{WRITES: True})


def for_reading(engine: Engine) -> Engine:
    """Return the same pool for readers. Each transaction sees one state of the database."""
    if engine.dialect.name == "sqlite":  # WAL gives that to every deferred transaction
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a read-only session that sees one state of the database.

    Raises:
        NotReady: The database does not answer, or has no tables.
    """
    try:
        with Session(for_reading(engine)) as session:
            yield session
    except DBAPIError as error:
        raise translate_error(error) from None


def write(engine: Engine, work: Callable[[Session], Result]) -> Result:
    """Run `work` in one transaction, commit, and return its result.

    An exception leaves nothing behind. PostgreSQL may break up a deadlock and ask for another try.
    Then `work` runs again in a new session, `TRIES` times at most.

    Raises:
        NotReady: The database does not answer, or has no tables.
    """

    def run_once() -> Result:
        with Session(for_writing(engine), expire_on_commit=False) as session, session.begin():
            return work(session)

    retrying = Retrying(
        retry=retry_if_exception(_is_transient),
        stop=stop_after_attempt(TRIES),
        wait=_wait_seconds,
        reraise=True,
    )
    try:
        return retrying(run_once)
    except DBAPIError as error:
        raise translate_error(error) from None


def check_ready(engine: Engine) -> None:
    """Raise `NotReady` if the database does not answer, or has no tables."""
    with reading(engine) as session:
        session.execute(select(Outlet.id).limit(1))


def translate_error(error: DBAPIError) -> OnRecordError:
    """Return the error that a user may read in place of a database's error.

    A driver's message may quote the row that was refused, and with it the article. So the new
    message names the type alone.
    """
    name = type(error.orig).__name__
    if "no such table" in str(error.orig) or _state(error) == "42P01":
        return NotReady("The database has no tables yet. Run `onrecord migrate`.")
    if isinstance(error, OperationalError | InterfaceError):
        return NotReady(f"The database does not answer ({name}). Check it and try again.")
    return OnRecordError(f"The database refused a statement ({name}).")


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and _state(error) in _TRANSIENT


def _wait_seconds(state: RetryCallState) -> float:
    # Twice as long after each try. Chance spreads writers that failed together.
    chance = random.uniform(0.01, 0.05)  # noqa: S311 - no secret
    return chance * float(2 ** (state.attempt_number - 1))


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver opens deferred transactions of its own. These fail instead of waiting when they
    # turn from reading to writing. Ours are opened in `_begin_sqlite`.
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
