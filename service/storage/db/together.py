"""Many writes in one round trip, where the database is at the other end of a wire."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

# Of a transaction that fails for another reason the driver would log what the database refused, and
# with it the row.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)


@contextmanager
def together(session: Session) -> Iterator[None]:
    """A session -> what is written within goes to PostgreSQL at once. Nothing may be read within.

    SQLite is at no other end, and writes as it is told.

    Raises:
        DBAPIError: one of the writes was refused, as it is raised where they are told one by one.
    """
    dialect = session.get_bind().dialect
    if dialect.name != "postgresql":
        yield
        return
    driver: Any = session.connection().connection.driver_connection
    refused = dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
    except refused as error:
        raise DBAPIError.instance(None, None, error, refused, hide_parameters=True) from error
