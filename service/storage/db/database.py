"""A database whose readers, writers and checks have connections of their own."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TypeVar

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from models import Outlet
from service.errors import NotReady, Overloaded
from service.storage.db.engine import Limits, open_engine
from service.storage.db.failures import RETRY_AFTER, error_code, translate_error
from service.storage.db.locks import for_writing
from service.storage.views import StoreLoad

Result = TypeVar("Result")

WAITING_WRITERS = 16
"""How many writers of a server may wait for a turn."""

TRIES = 6
"""How often a transaction is run before its error is final."""

# serialization_failure and deadlock_detected: PostgreSQL asks to run the transaction again.
_TRANSIENT = frozenset({"40001", "40P01"})

_SAME_VERSION = text("UPDATE alembic_version SET version_num = version_num")

_READS = Limits(connections=10, connection_seconds=5, statement_seconds=8, cache_kib=8_192)
_WRITES = Limits(connections=8, connection_seconds=5, lock_seconds=10, statement_seconds=60)
_CHECKS = Limits(
    connections=1, connection_seconds=1, lock_seconds=0.3, statement_seconds=3, cache_kib=2_048
)
# Commands may wait: no client waits for their answer.
_UNLIMITED = Limits(connections=15, connection_seconds=600)


class Database:
    """The connections of one store. Safe to share between threads."""

    def __init__(self, database_url: str, *, limited: bool) -> None:
        """Open a database; a `limited` one raises `Overloaded` instead of waiting long."""
        if limited:
            self.writes = open_engine(database_url, _WRITES)
            self._reads = open_engine(database_url, _READS)
            self._checks = open_engine(database_url, _CHECKS)
            at_once = 1 if self.writes.dialect.name == "sqlite" else _WRITES.connections
            self._gate = WriteGate(at_once=at_once, seconds=_WRITES.lock_seconds)
        else:
            self.writes = self._reads = self._checks = open_engine(database_url, _UNLIMITED)
            self._gate = WriteGate(
                at_once=_UNLIMITED.connections,
                seconds=_UNLIMITED.connection_seconds,
                waiting=sys.maxsize // 2,
            )
        self._write_failed = False

    def close(self) -> None:
        """Close the connections."""
        for engine in (self._reads, self.writes, self._checks):
            engine.dispose()

    def reading(self) -> AbstractContextManager[Session]:
        """Open a session for reading: see `reading`."""
        return reading(self._reads)

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Wait for a turn, and run `work` in one transaction: see `write`."""
        try:
            with self._gate.turn():
                return write(self.writes, work)
        except NotReady:
            self._write_failed = True
            raise

    def load(self) -> StoreLoad:
        """Return how busy the database is with this process. It asks the database nothing."""
        pools = {"reads": self._reads, "writes": self.writes, "checks": self._checks}
        return StoreLoad(
            waiting=self._gate.waiting,
            writing=self._gate.writing,
            connections={
                name: engine.pool.checkedout()
                for name, engine in pools.items()
                if isinstance(engine.pool, QueuePool)
            },
        )

    def check(self) -> None:
        """Raise `NotReady` if tables are missing, or if a write failed and still would."""
        check_ready(self._checks)
        if self._write_failed:
            # A lock that another process holds is no failure. Ask again next time.
            with suppress(Overloaded):
                check_writes(self._checks)
                self._write_failed = False


class WriteGate:
    """Gives turns to writers. Safe to share between threads."""

    def __init__(self, *, at_once: int, seconds: float, waiting: int = WAITING_WRITERS) -> None:
        """Begin with all turns free.

        Args:
            at_once: How many may write at once.
            seconds: How long one may wait for its turn.
            waiting: How many may wait at once.
        """
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)
        self._seconds = seconds
        self._lock = threading.Lock()
        self.waiting = 0
        self.writing = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and give it back at the end.

        Raises:
            Overloaded: too many are waiting, or the turn did not come in time.
        """
        busy = Overloaded(
            "Too many changes are waiting for the database. Try again.", retry_after=RETRY_AFTER
        )
        if not self._places.acquire(blocking=False):
            raise busy
        try:
            self._count(waiting=1)
            is_mine = self._turns.acquire(timeout=self._seconds)
            self._count(waiting=-1, writing=is_mine)
            if not is_mine:
                raise busy
            try:
                yield
            finally:
                self._count(writing=-1)
                self._turns.release()
        finally:
            self._places.release()

    def _count(self, *, waiting: int = 0, writing: int = 0) -> None:
        with self._lock:
            self.waiting += waiting
            self.writing += writing


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
        Overloaded: No connection is free, or a statement waited too long.
    """
    try:
        with Session(for_reading(engine)) as session:
            yield session
    except (DBAPIError, PoolTimeoutError) as error:
        raise translate_error(error) from None


def write(engine: Engine, work: Callable[[Session], Result]) -> Result:
    """Run `work` in one transaction, commit, and return its result.

    An exception leaves nothing behind. PostgreSQL may break up a deadlock and ask for another try.
    Then `work` runs again in a new session, `TRIES` times at most.

    Raises:
        NotReady: The database does not answer, or has no tables.
        Overloaded: No connection is free, or a statement waited too long.
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
    except (DBAPIError, PoolTimeoutError) as error:
        raise translate_error(error) from None


def check_ready(engine: Engine) -> None:
    """Raise `NotReady` if the database does not answer, or has no tables."""
    with reading(engine) as session:
        session.execute(select(Outlet.id).limit(1))


def check_writes(engine: Engine) -> None:
    """Raise `NotReady` if the database takes no writes. It changes nothing."""
    write(engine, lambda session: session.execute(_SAME_VERSION))


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and error_code(error) in _TRANSIENT


def _wait_seconds(state: RetryCallState) -> float:
    # Twice as long after each try. Chance spreads writers that failed together.
    chance = random.uniform(0.01, 0.05)  # noqa: S311 - no secret
    return chance * float(2 ** (state.attempt_number - 1))
