from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.databases import BACKENDS, MakeUrl, postgresql_urls, sqlite_urls


@pytest.fixture(scope="session")
def postgresql() -> Iterator[MakeUrl]:
    with postgresql_urls() as make:
        yield make


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeUrl]:
    with sqlite_urls(tmp_path_factory.mktemp("golden")) as make:
        yield make


@pytest.fixture(scope="session", params=BACKENDS)
def empty_database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; what asks for it runs on both databases."""
    return str(request.getfixturevalue(request.param)())
