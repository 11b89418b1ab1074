"""Databases for tests: migrated and empty, for each test that asks.

PostgreSQL is a real server out of a wheel, started once a session, or the one that `DATABASE_URL`
names. Emptying its tables between tests costs less than another database would.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from models import Base
from service.storage.db.engine import read_url
from service.storage.db.migrate import upgrade

BACKENDS = ("sqlite", "postgresql")

MakeUrl = Callable[[], str]

_FEW_BYTES = 256 * 1024


@contextmanager
def sqlite_urls(directory: Path) -> Iterator[MakeUrl]:
    """A directory -> a function that gives the URL of another migrated database at each call."""
    template = directory / "template.db"
    upgrade(f"sqlite:///{template}")

    def make() -> str:
        path = directory / f"{uuid4().hex}.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    yield make


@contextmanager
def postgresql_urls() -> Iterator[MakeUrl]:
    """Nothing -> a function that gives the URL of a migrated database, emptied at each call."""
    with _server() as server:
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        name = f"onrecord_{uuid4().hex}"
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        url = server.set(database=name).render_as_string(hide_password=False)
        upgrade(url)
        inside = create_engine(url)
        tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
        delete = text("; ".join(f"DELETE FROM {table}" for table in tables))
        truncate = text(f"TRUNCATE {', '.join(tables)}")
        largest = text(
            "SELECT max(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        )

        def make() -> str:
            with inside.begin() as connection:
                # To truncate makes new files of all tables and indexes, which takes much longer
                # than to delete a few rows.
                few = connection.scalar(largest) < _FEW_BYTES
                connection.execute(delete if few else truncate)
            return url

        try:
            yield make
        finally:
            inside.dispose()
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            admin.dispose()


@contextmanager
def _server() -> Iterator[URL]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield read_url(given)
        return
    from tests.support.postgresql_tools import postgresql_server

    with postgresql_server() as url:
        yield url
