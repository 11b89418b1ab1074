from __future__ import annotations

import pytest

from tests.support.databases import BACKENDS


@pytest.fixture(scope="session", params=BACKENDS)
def empty_database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; what asks for it runs on both databases."""
    return str(request.getfixturevalue(request.param)())
