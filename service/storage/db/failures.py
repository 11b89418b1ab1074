"""Errors of databases: what users may read of them, and what the log says."""

from __future__ import annotations

import logging

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service.errors import NotReady, OnRecordError, Overloaded

_log = logging.getLogger("onrecord.database")

RETRY_AFTER = 5
"""Seconds after which a client may try again."""

# lock_not_available, query_canceled (by statement_timeout), too_many_connections.
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "57014", "53300")
# disk_full, io_error, read_only_sql_transaction.
_NO_WRITES = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "53100", "58030", "25006")


def error_code(error: DBAPIError) -> str | None:
    """Return PostgreSQL's SQLSTATE or SQLite's name of an error, if it has one."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return str(code) if code else None


def translate_error(error: DBAPIError | PoolTimeoutError) -> OnRecordError:
    """Return the error that a user may read in place of a database's error, and log its kind.

    A driver's message may quote the row that was refused, and with it the article. So the new
    message and the log name the type and the code alone.
    """
    if isinstance(error, PoolTimeoutError):
        _log.warning("no connection of the pool was free in time (TimeoutError)")
        return Overloaded(
            "All connections to the database are in use. Try again.", retry_after=RETRY_AFTER
        )
    name, code = type(error.orig).__name__, error_code(error) or ""
    known = f"{name}, {code}" if code else name
    if code == "42P01" or "no such table" in str(error.orig):
        found: OnRecordError = NotReady(
            "The database has no tables yet. Run `onrecord migrate`.", part="tables"
        )
    elif code.startswith(_BUSY):
        found = Overloaded(
            f"Others keep the database busy ({known}). Try again.", retry_after=RETRY_AFTER
        )
    elif code.startswith(_NO_WRITES):
        found = NotReady(
            f"The database takes no writes ({known}). Check its disk and its rights.", part="writes"
        )
    elif isinstance(error, OperationalError | InterfaceError):
        found = NotReady(f"The database does not answer ({name}). Check it and try again.")
    else:
        found = OnRecordError(f"The database refused a statement ({name}).")
    _log.warning("the database failed, answered with %s: %s", found.status, known)
    return found
