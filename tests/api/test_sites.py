"""Pages in a browser: which may call, by which name they reach the server, and what CORS adds."""

from __future__ import annotations

from typing import Any

import pytest

from service.app import create_app
from service.settings import Settings
from tests.support.checked_client import CheckedClient, problem_of
from tests.support.keys import add_key
from tests.support.scripted_reader import scripted_reader

DESK = "https://desk.example"
PREFLIGHT = {"Origin": DESK, "Access-Control-Request-Method": "POST"}
TEXT = {"text": "“We tried,” Ann Lee said."}


def client_with(settings: Settings, **changes: Any) -> CheckedClient:
    reader = scripted_reader(max_characters=2_000)
    return CheckedClient(create_app(settings.model_copy(update=changes), reader=reader))


def headers_of(document: Any) -> set[str]:
    """Return every header field that an answer may have by the contract."""
    answers = [
        *document["components"]["responses"].values(),
        *(
            answer
            for operations in document["paths"].values()
            for operation in operations.values()
            for answer in operation["responses"].values()
        ),
    ]
    return {name for answer in answers for name in answer.get("headers", {})}


def kind(response: Any) -> tuple[int, str]:
    return response.status_code, problem_of(response)["type"].rpartition(":")[2]


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "app.localhost"])
def test_names_of_the_machine_are_answered(host: str, client: CheckedClient) -> None:
    assert client.get("/v1/quotes", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
def test_another_name_is_refused_without_keys(host: str, client: CheckedClient) -> None:
    # DNS rebinding: a page's own name was made to mean this machine.
    refused = client.get("/v1/quotes", headers={"Host": host})
    assert kind(refused) == (403, "host-not-allowed")
    assert "evil" not in refused.text
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_with_keys_any_name_is_answered_unless_names_are_set(settings: Settings) -> None:
    with client_with(settings) as client:
        _, headers = add_key(client.app.state.services.store)  # type: ignore[attr-defined]
        sent = {**headers, "Host": "api.example"}
        assert client.get("/v1/quotes", headers=sent).status_code == 200
    with client_with(settings, allowed_hosts="api.example desk.example") as client:
        assert client.get("/v1/quotes", headers=sent).status_code == 200
        sent["Host"] = "evil.example"
        assert kind(client.get("/v1/quotes", headers=sent)) == (403, "host-not-allowed")


def test_a_page_of_another_site_changes_nothing_on_a_server_without_keys(
    client: CheckedClient,
) -> None:
    page = {"Origin": "https://evil.example", "Host": "127.0.0.1:8000"}
    refused = client.post("/v1/extract", json=TEXT, headers=page)
    assert kind(refused) == (403, "origin-not-allowed")
    own = {"Origin": "http://127.0.0.1:8000", "Host": "127.0.0.1:8000"}
    assert client.post("/v1/extract", json=TEXT, headers=own).status_code == 200


def test_a_request_from_another_machine_needs_a_key(settings: Settings) -> None:
    for allowed, status in ((False, 401), (True, 200)):
        with client_with(settings, allow_anonymous=allowed) as client:
            client.base_url = "http://192.168.1.5:8000"  # type: ignore[assignment]
            answer = client.get("/v1/quotes")
            assert answer.status_code == status
    # Other machines are limited by their addresses.
    assert answer.headers["ratelimit-policy"] == '"default";q=6000;w=60'


def test_a_request_that_a_proxy_passes_on_needs_a_key(client: CheckedClient) -> None:
    assert client.get("/v1/quotes", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 401


def test_cors_is_off_unless_set(client: CheckedClient) -> None:
    answer = client.get("/v1/quotes", headers={"Origin": DESK})
    asked = client.options("/v1/extract", headers=PREFLIGHT)
    for each in (answer, asked):
        assert not [name for name in each.headers if name.startswith("access-control-")]


def test_a_site_that_is_set_may_ask_send_a_key_and_read_what_it_needs(settings: Settings) -> None:
    with client_with(settings, cors_origins=f"{DESK} http://localhost:5173") as client:
        asked = client.options(
            "/v1/extract",
            headers={**PREFLIGHT, "Access-Control-Request-Headers": "authorization, content-type"},
        )
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-origin"] == DESK
        assert "POST" in asked.headers["access-control-allow-methods"]
        assert "Authorization" in asked.headers["access-control-allow-headers"]
        answer = client.post("/v1/extract", json=TEXT, headers={"Origin": DESK})
        assert answer.status_code == 200
        exposed = answer.headers["access-control-expose-headers"].split(", ")
        assert headers_of(client.get("/openapi.json").json()) <= set(exposed)
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("status", [200, 401, 403, 404, 405, 413, 422, 429])
def test_errors_have_the_fields_of_cors_and_of_security_too(
    status: int, settings: Settings
) -> None:
    with client_with(settings, cors_origins=DESK) as client:
        store = client.app.state.services.store  # type: ignore[attr-defined]
        _, key = add_key(store)
        _, no_scope = add_key(store, scopes=[])
        _, used_up = add_key(store, rate_quota=1, rate_seconds=3600)
        client.get("/v1/quotes", headers=used_up)
        method, path, headers = {
            200: ("GET", "/v1/quotes", key),
            401: ("GET", "/v1/quotes", {}),
            403: ("GET", "/v1/quotes", no_scope),
            404: ("GET", "/v1/nothing", key),
            405: ("PUT", "/v1/quotes", key),
            413: ("POST", "/v1/extract", key),
            422: ("GET", "/v1/quotes/1", key),
            429: ("GET", "/v1/quotes", used_up),
        }[status]
        content = b" " * 1_000_000 if status == 413 else None
        answer = client.request(method, path, headers={**headers, "Origin": DESK}, content=content)
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == DESK
        assert answer.headers["vary"] == "Origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_site_that_is_not_set_is_given_nothing(settings: Settings) -> None:
    with client_with(settings, cors_origins=DESK) as client:
        other = {**PREFLIGHT, "Origin": "https://evil.example"}
        asked = client.options("/v1/extract", headers=other)
        answer = client.get("/v1/quotes", headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in asked.headers
        assert "access-control-allow-origin" not in answer.headers
