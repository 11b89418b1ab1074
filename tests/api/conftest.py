from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from service.app import create_app
from service.settings import Settings
from tests.support.checked_client import CheckedClient
from tests.support.databases import MakeUrl
from tests.support.log_capture import CapturedLog, captured_log
from tests.support.scripted_reader import scripted_reader

MAX_CHARACTERS = 2_000


@pytest.fixture
def settings(sqlite: MakeUrl) -> Settings:
    return Settings(
        database_url=sqlite(),  # A copy of one that is migrated: each test would migrate again.
        max_characters=MAX_CHARACTERS,
        proof_characters=2 * MAX_CHARACTERS,
        job_lanes=0,  # A worker would ask the database between two steps of a test.
        feed_seconds=0,  # A feed reads once, and ends.
        _env_file=None,
    )


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings, reader=scripted_reader(max_characters=MAX_CHARACTERS))


@pytest.fixture
def client(app: FastAPI) -> Iterator[CheckedClient]:
    with CheckedClient(app) as client:
        yield client


@pytest.fixture
def server_log() -> Iterator[CapturedLog]:
    """What the server writes to stderr, at the level of debugging."""
    with captured_log() as log:
        yield log


@pytest.fixture
def post(client: CheckedClient) -> Callable[..., dict[str, Any]]:
    """Stores an article: its text and, by keyword, whatever else it has."""

    def post(text: str, *, domain: str = "harbourpost.example", **fields: Any) -> dict[str, Any]:
        article = {"outlet": {"domain": domain}, "text": text, **fields}
        response = client.post("/v1/articles", json=article)
        assert response.status_code in (200, 201), response.text
        return response.json()

    return post
