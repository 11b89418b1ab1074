"""Pages as a browser asks for them, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from tests.support.browser import axe_script
from tests.support.databases import MakeUrl
from tests.support.scripted_reader import scripted_reader

ORIGIN = "http://127.0.0.1:8000"
MAX_CHARACTERS = 20_000


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core."""
    return axe_script(tmp_path_factory)


class PageClient(TestClient):
    """Sends what a browser sends: it wants a page, and says of which page its forms are."""

    def __init__(self, app: Any, **headers: str) -> None:
        super().__init__(
            app,
            base_url=ORIGIN,
            headers={"Accept": "text/html", "Origin": ORIGIN, **headers},
            follow_redirects=False,
        )


@pytest.fixture
def settings(sqlite: MakeUrl) -> Settings:
    return Settings(
        database_url=sqlite(),
        max_characters=MAX_CHARACTERS,
        session_secret="only for tests",
        job_lanes=0,
        _env_file=None,
    )


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings, reader=scripted_reader(max_characters=MAX_CHARACTERS))


@pytest.fixture
def client(app: FastAPI) -> Iterator[PageClient]:
    with PageClient(app) as client:
        yield client
