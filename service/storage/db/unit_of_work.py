"""One transaction: all of it or nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from models import Outlet
from service.errors import NotReady, OnRecordError
from service.storage.db.engine import for_reading, for_writing

Result = TypeVar("Result")

TRIES = 6

# serialization_failure, deadlock_detected: PostgreSQL asks to do the transaction again.
_AGAIN = frozenset({"40001", "40P01"})


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """An engine -> a session that sees one state of the database throughout, and only reads."""
    try:
        with Session(for_reading(engine)) as session:
            yield session
    except DBAPIError as error:
        raise tell(error) from None


def write(engine: Engine, work: Callable[[Session], Result]) -> Result:
    """Work on a session -> its result, once all that it wrote is stored.

    An exception leaves nothing behind. The work may run several times, each time from a clean
    state: where PostgreSQL breaks up a deadlock it asks for another try.
    """
    for again in range(TRIES):
        try:
            with Session(for_writing(engine), expire_on_commit=False) as session, session.begin():
                return work(session)
        except DBAPIError as error:
            if _state(error) not in _AGAIN or again == TRIES - 1:
                raise tell(error) from None
        time.sleep(random.uniform(0.01, 0.05) * 2**again)  # noqa: S311 - only spreads the tries
    raise AssertionError("unreachable: the last try returns or raises")


def check_ready(engine: Engine) -> None:
    """An engine -> nothing, or `NotReady` where the database or its tables are not there."""
    with reading(engine) as session:
        session.execute(select(Outlet.id).limit(1))


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def tell(error: DBAPIError) -> OnRecordError:
    """What a database raised -> the error that a user may read."""
    # A driver's message may quote the row it refused, and with it the article: tell its type only.
    name = type(error.orig).__name__
    if "no such table" in str(error.orig) or _state(error) == "42P01":
        return NotReady("The database has no tables yet. Run `onrecord migrate`.")
    if isinstance(error, OperationalError | InterfaceError):
        return NotReady(f"The database does not answer ({name}). Check it and try again.")
    return OnRecordError(f"The database refused a statement ({name}).")
