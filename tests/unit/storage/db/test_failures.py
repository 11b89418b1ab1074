"""What users and the log are told of a database's errors."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service.errors import NotReady, Overloaded
from service.storage.db.failures import error_code, translate_error


def refused(*, sqlite: str | None = None, postgresql: str | None = None) -> DBAPIError:
    error = sqlite3.OperationalError("the row (secret)")
    if sqlite:
        error.sqlite_errorname = sqlite
    if postgresql:
        error.sqlstate = postgresql  # type: ignore[attr-defined]
    return OperationalError("", None, error)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (refused(sqlite="SQLITE_BUSY"), Overloaded, "SQLITE_BUSY"),
        (refused(sqlite="SQLITE_BUSY_SNAPSHOT"), Overloaded, "SQLITE_BUSY_SNAPSHOT"),
        (refused(postgresql="55P03"), Overloaded, "55P03"),
        (refused(postgresql="57014"), Overloaded, "57014"),
        (refused(sqlite="SQLITE_FULL"), NotReady, "SQLITE_FULL"),
        (refused(sqlite="SQLITE_READONLY"), NotReady, "SQLITE_READONLY"),
        (refused(postgresql="53100"), NotReady, "53100"),
        (refused(), NotReady, ""),
    ],
)
def test_an_error_is_told_by_type_and_code_alone(
    error: DBAPIError, kind: type[Exception], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = translate_error(error)
    assert type(found) is kind
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert record.name == "onrecord.database"
    assert "OperationalError" in record.getMessage()
    assert code in record.getMessage()
    assert "secret" not in record.getMessage() + found.detail
    assert (error_code(error) or "") == code


def test_a_pool_without_a_free_connection_is_overload(caplog: pytest.LogCaptureFixture) -> None:
    found = translate_error(PoolTimeoutError("pool"))
    assert isinstance(found, Overloaded)
    assert found.retry_after > 0
    assert "TimeoutError" in caplog.text
