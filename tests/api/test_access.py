"""Who may call: nobody without a key once there are keys, and each key what its scopes say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from service.api.auth import key_ring
from service.api.auth.keys import make_key
from service.api.auth.scopes import ALL_SCOPES, Scope
from service.api.docs_page import router as docs_router
from service.api.middleware.authentication import PROTECTED
from service.api.openapi import build_openapi
from service.api.routes import ROUTERS
from service.app import create_app
from service.settings import Settings
from service.storage.store import Store
from tests.support.checked_client import PAGES, CheckedClient, problem_of
from tests.support.keys import add_key
from tests.support.scripted_reader import scripted_reader

PUBLIC = {"getHealth", "getReadiness"}
ARTICLE = {"outlet": {"domain": "a.example"}, "text": "“We tried,” Ann Lee said."}
SOME_ID = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"

OPERATIONS = [
    pytest.param(method, path, operation, id=operation["operationId"])
    for path, methods in build_openapi()["paths"].items()
    for method, operation in methods.items()
]
CLOSED = [each for each in OPERATIONS if each.id not in PUBLIC]


@pytest.fixture
def store(client: CheckedClient, app: FastAPI) -> Store:
    return app.state.services.store


@pytest.fixture
def headers(store: Store) -> dict[str, str]:
    """What a key with all scopes is sent with. The server has keys from now on."""
    return add_key(store)[1]


def send(client: CheckedClient, method: str, path: str, **options: Any) -> Any:
    concrete = re.sub(r"\{\w+\}", SOME_ID, path)
    return client.request(method.upper(), concrete, **options)


@pytest.mark.parametrize(("method", "path", "operation"), CLOSED)
def test_an_operation_needs_a_key_with_its_scope(
    method: str, path: str, operation: dict[str, Any], client: CheckedClient, store: Store
) -> None:
    [[scope]] = [scopes for each in operation["security"] for scopes in each.values()]
    _, others = add_key(store, scopes=ALL_SCOPES - {scope})
    _, this_alone = add_key(store, scopes=[scope])

    without = send(client, method, path)
    assert (without.status_code, without.headers["www-authenticate"]) == (401, "Bearer")
    refused = send(client, method, path, headers=others, json={})
    assert refused.status_code == 403, refused.text
    assert problem_of(refused)["type"] == "urn:onrecord:problem:insufficient-scope"
    assert f"`{scope}`" in problem_of(refused)["detail"]
    allowed = send(client, method, path, headers=this_alone)
    assert allowed.status_code not in (401, 403, 429)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_an_operation_is_protected_unless_it_is_a_health_check(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    is_public = operation["operationId"] in PUBLIC
    assert path.startswith(PROTECTED) != is_public
    assert bool(operation["security"]) != is_public
    assert ({"401", "403", "429"} <= operation["responses"].keys()) != is_public


def test_only_health_the_contract_and_its_page_are_open() -> None:
    routes = (route for router in (*ROUTERS, docs_router) for route in router.routes)
    paths = {route.path for route in routes if isinstance(route, APIRoute)}
    pages = {route.path for route in docs_router.routes if isinstance(route, APIRoute)}
    opened = {path for path in paths if not path.startswith(PROTECTED)}
    assert opened == {"/healthz", "/readyz", *pages}


@pytest.mark.parametrize("path", sorted({"/healthz", "/readyz", *PAGES}))
def test_what_is_open_needs_no_key(path: str, client: CheckedClient, headers: object) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1", "/metrics/x"])
def test_unknown_paths_below_protected_ones_need_a_key(
    path: str, client: CheckedClient, headers: dict[str, str]
) -> None:
    # `request` of the plain client: the contract has no such path.
    without = super(CheckedClient, client).request("GET", path)
    assert without.status_code == 401
    assert client.get(path, headers=headers).status_code == 404


def wrong_keys(store: Store) -> Iterator[tuple[str, str]]:
    _, right = add_key(store)
    text = right["Authorization"].removeprefix("Bearer ")
    past = datetime.now(UTC) - timedelta(seconds=1)
    revoked, of_revoked = add_key(store)
    store.keys.revoke(revoked.prefix)
    yield "unknown", f"Bearer {make_key().text}"
    yield "expired", add_key(store, expires_at=past)[1]["Authorization"]
    yield "revoked", of_revoked["Authorization"]
    yield "another secret", "Bearer " + make_key_with_prefix(text[9:21])
    yield "wrong checksum", f"Bearer {text[:-1]}{'a' if text[-1] != 'a' else 'b'}"
    yield "too short", f"Bearer {text[:-1]}"
    yield "something around it", f"Bearer {text} {text}"
    yield "another scheme", f"Basic {text}"
    yield "no scheme", text
    yield "empty", ""
    yield "no key", "Bearer"
    yield "other letters", "Bearer onrecord_é"


def make_key_with_prefix(prefix: str) -> str:
    from service.api.auth.keys import checksum

    body = f"onrecord_{prefix}_{'x' * 32}"
    return body + checksum(body)


def test_all_wrong_keys_get_the_same_answer(client: CheckedClient, store: Store) -> None:
    answers = {}
    for name, value in wrong_keys(store):
        response = client.get("/v1/quotes", headers={"Authorization": value.encode("latin-1")})
        problem = problem_of(response)
        del problem["request_id"]
        answers[name] = (response.status_code, problem, response.headers["www-authenticate"])
    assert len(answers) == 12
    assert {status for status, *_ in answers.values()} == {401}
    assert len({str(answer) for answer in answers.values()}) == 1, answers


def test_two_keys_at_once_are_none(client: CheckedClient, store: Store) -> None:
    _, one = add_key(store)
    twice = [("Authorization", one["Authorization"])] * 2
    assert client.get("/v1/quotes", headers=twice).status_code == 401


def test_the_scheme_is_read_in_any_case(client: CheckedClient, headers: dict[str, str]) -> None:
    text = headers["Authorization"].removeprefix("Bearer ")
    for scheme in ("bearer", "BEARER", "Bearer"):
        sent = {"Authorization": f"{scheme} {text}"}
        assert client.get("/v1/quotes", headers=sent).status_code == 200


def test_a_server_without_keys_answers_its_own_machine(client: CheckedClient) -> None:
    created = client.post("/v1/articles", json=ARTICLE)
    assert created.status_code == 201
    assert "ratelimit" not in created.headers


def test_the_first_key_closes_a_running_server(
    client: CheckedClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_ring, "KEY_SECONDS", 0.0)
    assert client.get("/v1/quotes").status_code == 200
    key, headers = add_key(store)
    assert client.get("/v1/quotes").status_code == 401
    assert client.get("/v1/quotes", headers=headers).status_code == 200
    store.keys.revoke(key.prefix)
    # Nobody has a key now, and the server stays closed.
    assert client.get("/v1/quotes", headers=headers).status_code == 401
    assert client.get("/v1/quotes").status_code == 401


def test_a_server_whose_keys_are_all_revoked_is_closed_when_it_starts(
    client: CheckedClient, store: Store, settings: Settings
) -> None:
    key, _ = add_key(store)
    store.keys.revoke(key.prefix)
    with CheckedClient(create_app(settings, reader=scripted_reader(max_characters=2_000))) as again:
        assert again.get("/v1/quotes").status_code == 401


def test_a_request_with_a_body_that_is_refused_closes_the_connection(
    client: CheckedClient, headers: dict[str, str]
) -> None:
    refused = client.post("/v1/articles", json=ARTICLE)
    assert (refused.status_code, refused.headers["connection"]) == (401, "close")
    assert "connection" not in client.get("/v1/articles").headers


def test_scopes_that_a_later_version_knows_allow_nothing_here(
    client: CheckedClient, store: Store
) -> None:
    _, headers = add_key(store, scopes=["publish"])
    assert client.get("/v1/quotes", headers=headers).status_code == 403
    assert {str(scope) for scope in Scope} == {"read", "write", "edit", "admin"}
