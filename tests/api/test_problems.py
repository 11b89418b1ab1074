"""Every error is an RFC 9457 problem."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

import pytest

from service.errors import NotReady, OnRecordError, Overloaded
from service.storage.db.database import Database
from tests.support.checked_client import problem_of

JSON = {"content-type": "application/json"}
TEXT = {"outlet": {"domain": "a.example"}, "text": "Nothing."}


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"text": "abc', "The body stops being JSON at offset 9."),
        (b"{'text': 1}", "The body stops being JSON at offset 1."),
        (b'{"text": "\xff\xfe"}', "The body is not JSON that this server can read."),
        (b"[" * 100_000, "The body is nested more than 32 levels deep."),
        ('{"text": "a"}'.encode("utf-16"), "The body is not JSON in UTF-8."),
        (b'{"text": ' + b"9" * 5_000 + b"}", "The body is not JSON that this server can read."),
    ],
)
def test_400_for_what_is_not_json(client, body, detail):
    response = client.post("/v1/extract", content=body, headers=JSON)

    assert response.status_code == 400
    assert problem_of(response) == {
        "type": "urn:onrecord:problem:malformed-body",
        "title": "The body is not JSON",
        "status": 400,
        "detail": detail,
        "request_id": response.headers["x-request-id"],
    }


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/quotes/", "/v2/quotes", "/v1/articles/a/b", "/%ff", "/%00", "/redoc"]
)
def test_404_for_an_unknown_path(client, path):
    response = client.get(path)

    assert response.status_code == 404
    body = problem_of(response)
    assert body["type"] == "urn:onrecord:problem:not-found"
    assert body["detail"] == "There is nothing at this path."


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/quotes", "/v1/speakers"])
def test_404_for_an_unknown_id(client, path):
    response = client.get(f"{path}/{UUID(int=7)}")

    assert response.status_code == 404
    assert problem_of(response)["type"] == "urn:onrecord:problem:not-found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/extract", "POST"),
        ("HEAD", "/v1/extract", "POST"),
        ("PUT", "/v1/articles", "GET, HEAD, POST"),
        ("PATCH", f"/v1/articles/{UUID(int=7)}", "DELETE, GET, HEAD"),
        ("DELETE", "/v1/quotes", "GET, HEAD"),
        ("GET", "/v1/quotes/match", "POST"),
        ("DELETE", "/v1/quotes/match", "POST"),
        ("GET", f"/v1/quotes/{UUID(int=7)}/merge", "POST"),
        ("POST", "/healthz", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("PUT", "/docs", "GET, HEAD"),
        ("ZANZIBAR", "/v1/quotes", "GET, HEAD"),
    ],
)
def test_405_names_every_method_of_the_path(client, method, path, allowed):
    response = client.request(method, path)

    assert response.status_code == 405
    if method != "HEAD":
        assert problem_of(response)["type"] == "urn:onrecord:problem:method-not-allowed"
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_413_for_a_text_that_is_too_long(client, settings, path):
    text = "a" * (settings.max_characters + 1)

    response = client.post(
        path, json={"text": text} if path == "/v1/extract" else {**TEXT, "text": text}
    )

    assert response.status_code == 413
    assert problem_of(response)["type"] == "urn:onrecord:problem:text-too-long"


def test_413_for_a_body_that_is_too_large(client):
    response = client.post("/v1/extract", content=b" " * 1_000_000, headers=JSON)

    assert response.status_code == 413
    assert problem_of(response)["type"] == "urn:onrecord:problem:body-too-large"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "json"])
def test_415_for_a_body_that_is_not_declared_as_json(client, media_type):
    response = client.post(
        "/v1/extract", content=b'{"text": "a"}', headers={"content-type": media_type}
    )

    assert response.status_code == 415
    assert problem_of(response)["type"] == "urn:onrecord:problem:unsupported-media-type"


@pytest.fixture
def failing(app, client):
    """Makes the reader raise what the test wants."""

    def failing(error: Exception) -> None:
        def read(text: str, *, is_gone: Callable[[], bool]) -> None:
            raise error

        services = app.state.services
        app.state.services = SimpleNamespace(
            store=services.store, reader=SimpleNamespace(read=read, require_room=lambda: None)
        )

    return failing


def test_500_tells_nothing_of_what_happened(client, failing):
    failing(RuntimeError("a secret"))

    response = client.post("/v1/extract", json={"text": "a"})

    assert response.status_code == 500
    assert problem_of(response)["type"] == "urn:onrecord:problem:internal"
    assert "secret" not in response.text


def test_500_for_an_unexpected_error_of_ours(client, failing):
    failing(OnRecordError("The database refused a statement (DataError)."))

    response = client.post("/v1/extract", json={"text": "a"})

    assert response.status_code == 500
    assert problem_of(response)["detail"] == "The database refused a statement (DataError)."


def test_503_says_when_to_try_again(client, failing):
    failing(Overloaded("Too many texts wait.", retry_after=7))

    response = client.post("/v1/extract", json={"text": "a"})

    assert response.status_code == 503
    assert problem_of(response)["type"] == "urn:onrecord:problem:overloaded"
    assert response.headers["retry-after"] == "7"


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_503_for_a_full_queue_comes_before_anything_is_looked_up(client, app, path):
    def refuse() -> None:
        raise Overloaded("Too many texts wait.", retry_after=7)

    # Who asks is known from the keys. Of the store and the reader there is nothing else.
    keys = app.state.services.store.keys
    app.state.services = SimpleNamespace(
        store=SimpleNamespace(keys=keys), reader=SimpleNamespace(require_room=refuse)
    )

    response = client.post(path, json={"text": "a", "outlet": {"domain": "a.example"}})

    assert response.status_code == 503
    assert response.headers["retry-after"] == "7"


def test_503_while_the_database_is_not_there(client, app, monkeypatch):
    def gone() -> None:
        raise NotReady("The database does not answer (OperationalError).")

    monkeypatch.setattr(Database, "check", lambda self: gone())

    response = client.get("/readyz")

    assert response.status_code == 503
    assert problem_of(response)["type"] == "urn:onrecord:problem:not-ready"
    assert problem_of(response)["checks"] == {
        "engine": "ok",
        "database": "failed",
        "tables": "unknown",
        "writes": "unknown",
    }
    assert int(response.headers["retry-after"]) > 0
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/metrics").status_code == 200


def test_503_while_the_engine_is_not_loaded(client, app):
    del app.state.services

    response = client.get("/readyz")

    assert response.status_code == 503
    assert problem_of(response)["checks"]["engine"] == "failed"
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 503


def test_ready_with_database_and_engine(client):
    checks = {"engine": "ok", "database": "ok", "tables": "ok", "writes": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "checks": checks}


def test_a_refused_body_ends_the_connection(client):
    """A server that keeps it open has to receive the rest of the body first."""
    response = client.post("/v1/extract", content=b" " * 1_000_000)

    assert response.status_code == 413
    assert response.headers["connection"] == "close"
