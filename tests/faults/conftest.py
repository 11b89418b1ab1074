from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.databases import BACKENDS, MakeUrl, postgresql_urls, sqlite_urls

pytest.register_assert_rewrite("tests.faults.checks", "tests.faults.posting")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[MakeUrl]:
    with postgresql_urls() as make:
        yield make


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeUrl]:
    with sqlite_urls(tmp_path_factory.mktemp("sqlite")) as make:
        yield make


@pytest.fixture(params=BACKENDS)
def make_url(request: pytest.FixtureRequest) -> MakeUrl:
    """Each test that asks for it runs on both databases."""
    return request.getfixturevalue(request.param)
