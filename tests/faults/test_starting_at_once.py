"""Servers and `onrecord migrate` start at the same moment on one database."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from models.base import new_id
from service.storage.db.engine import open_engine
from service.storage.db.locks import for_writing
from service.storage.db.migrate import migrations_config
from service.storage.store import Store
from tests.faults.finishing import ready_status
from tests.support.processes import wait_until
from tests.support.server import ONRECORD, running_server
from tests.support.stopped_postgresql import stoppable_postgresql


@contextmanager
def new_database(backend: str, directory: Path) -> Iterator[str]:
    if backend == "sqlite":
        yield f"sqlite:///{directory / 'new.db'}"
    else:
        with stoppable_postgresql() as server:
            yield server.make_database()


def make_old_tables(url: str) -> None:
    """Make the tables of the first version, with an outlet in them."""
    engine = open_engine(url)
    with for_writing(engine).begin() as connection:
        config = migrations_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO outlets (id, key, domain, name) VALUES (:id, 'a', 'a.example', 'A')"),
            {"id": new_id().hex},
        )
    engine.dispose()


def revisions(url: str) -> list[str]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    engine.dispose()
    return found


@pytest.mark.parametrize(
    ("backend", "is_old"),
    [
        ("sqlite", True),
        pytest.param("sqlite", False, marks=pytest.mark.slow),
        pytest.param("postgresql", True, marks=pytest.mark.slow),
        pytest.param("postgresql", False, marks=pytest.mark.slow),
    ],
)
def test_two_servers_and_a_migration_that_start_at_once_all_succeed(
    tmp_path: Path, backend: str, is_old: bool
) -> None:
    with new_database(backend, tmp_path) as url, ExitStack() as stack:
        if is_old:
            make_old_tables(url)
        options = {"database_url": url, "engines": 1, "ready": False}
        migrating = subprocess.Popen(
            [*ONRECORD, "migrate"], env={**os.environ, "ONRECORD_DATABASE_URL": url}
        )
        servers = []
        for name in ("first", "second"):
            directory = tmp_path / name
            directory.mkdir()
            servers.append(stack.enter_context(running_server(directory, **options)))  # type: ignore[arg-type]
        assert migrating.wait(timeout=60) == 0
        for server in servers:
            wait_until(lambda: ready_status(server.url) == 200, seconds=60)  # noqa: B023
        for number, server in enumerate(servers):
            answer = httpx.post(
                f"{server.url}/v1/articles",
                json={"outlet": {"name": "A"}, "text": f"“It is {number},” Ann Lee said."},
                timeout=30,
                trust_env=False,
            )
            assert answer.status_code == 201
        (head,) = ScriptDirectory.from_config(migrations_config()).get_heads()
        assert revisions(url) == [head]
        store = Store.open(url)
        assert len(store.list_articles().items) == 2
        assert ("a.example" in [each.domain for each in store.list_outlets().items]) == is_old
        store.close()
        for server in servers:
            assert "Traceback" not in server.log.read_text()
    print(f"{backend}, {'old' if is_old else 'empty'}: 3 started, 1 row of {head}, 2 articles")
