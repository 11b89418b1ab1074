"""What was submitted appears in no error and in no log."""

from __future__ import annotations

import json
import logging

import pytest

CANARY = "zwartkopmeeuw"
JSON = {"content-type": "application/json"}
OUTLET = {"name": "A"}

BODIES = {
    "not JSON": f'{{"text": "{CANARY}',
    "a bare string": json.dumps(CANARY),
    "a wrong type": json.dumps({"outlet": OUTLET, "text": [CANARY]}),
    "an object as text": json.dumps({"outlet": OUTLET, "text": {CANARY: CANARY}}),
    "a field's name": json.dumps({"outlet": OUTLET, "text": CANARY, f"{CANARY} said": CANARY}),
    "an unknown field": json.dumps({"outlet": OUTLET, "text": CANARY, "more": CANARY}),
    "NUL": json.dumps({"outlet": OUTLET, "text": CANARY + "\x00"}),
    "a lone surrogate": json.dumps({"outlet": OUTLET, "text": CANARY + "\ud800"}),
    "too long": json.dumps({"outlet": OUTLET, "text": CANARY * 1_000}),
    "too large": json.dumps({"outlet": OUTLET, "text": CANARY * 100_000}),
    "a bad date": json.dumps({"outlet": OUTLET, "text": CANARY, "published_at": CANARY}),
    "a long title": json.dumps({"outlet": OUTLET, "text": CANARY, "title": CANARY * 1_000}),
    "a bad domain": json.dumps({"outlet": {"domain": f"https://{CANARY}"}, "text": CANARY}),
    "no outlet": json.dumps({"outlet": {}, "text": CANARY}),
    "a crash": json.dumps({"outlet": OUTLET, "text": f"EXPLODE {CANARY}"}),
}


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def assert_silent(log, server_log) -> None:
    assert server_log.of("onrecord.requests"), "the request was logged"
    assert CANARY not in server_log.text
    assert CANARY not in log.text
    assert not any(CANARY in str(vars(record)) for record in log.records if record.name != "httpx2")


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_not_repeated(client, log, server_log, name):
    response = client.post("/v1/articles", content=BODIES[name], headers=JSON)

    assert response.status_code >= 400
    assert CANARY not in response.text
    assert CANARY not in str(response.headers)
    assert_silent(log, server_log)


@pytest.mark.parametrize(
    "query", ["limit", "cursor", "kind", "sort", "speaker_id", "published_from", "min_outlets"]
)
def test_a_query_is_not_repeated(client, log, query):
    response = client.get(f"/v1/quotes?{query}={CANARY}")

    assert response.status_code == 422
    assert CANARY not in response.text


def test_a_search_is_not_logged(client, log, server_log):
    assert client.get(f"/v1/quotes?q={CANARY}").status_code == 200

    assert server_log.of("onrecord.requests")[0]["route"] == "/v1/quotes"
    assert CANARY not in server_log.text
    assert all(
        CANARY not in record.getMessage() for record in log.records if "http" not in record.name
    )


@pytest.mark.parametrize("path", [f"/{CANARY}", f"/v1/quotes/{CANARY}"])
def test_a_path_is_not_repeated(client, log, path):
    response = client.get(path)

    assert response.status_code in (404, 422)
    assert CANARY not in response.text
