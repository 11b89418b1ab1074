"""Databases that are kept as the pages for operators say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.engine import URL

from tests.support.databases import BACKENDS
from tests.support.postgresql_site import PostgresqlSite
from tests.support.postgresql_tools import postgresql_server
from tests.support.sqlite_site import SqliteSite


@pytest.fixture(scope="session")
def admin() -> Iterator[URL]:
    """A server of our own, whose roles no other test sees."""
    with postgresql_server() as url:
        yield url


@pytest.fixture(params=BACKENDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> SqliteSite | PostgresqlSite:
    """An empty database on each of both."""
    if request.param == "postgresql":
        admin = request.getfixturevalue("admin")
        return PostgresqlSite(tmp_path, admin, f"news_{uuid4().hex}")
    if not shutil.which("sqlite3"):
        pytest.skip("The tool `sqlite3`, which the pages name, is not installed.")
    return SqliteSite(tmp_path)
