"""What each answer tells a browser."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

NOTHING = "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/quotes", 200),
        ("GET", "/v1/quotes/1", 422),
        ("GET", "/v1/nothing", 404),
        ("PUT", "/v1/quotes", 405),
        ("OPTIONS", "/v1/quotes", 204),
        ("POST", "/v1/extract", 422),
        ("GET", "/healthz", 200),
        ("GET", "/openapi.json", 200),
        ("GET", "/docs/start.js", 200),
    ],
)
def test_an_answer_loads_nothing_and_is_what_it_says(client, method, path, status):
    response = client.request(method, path)

    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["content-security-policy"] == NOTHING


def test_a_crash_and_a_refused_body_have_the_headers_too(client, app):
    keys = app.state.services.store.keys
    app.state.services = SimpleNamespace(store=SimpleNamespace(keys=keys))

    crashed = client.get("/v1/quotes")
    refused = client.post("/v1/extract", content=b" " * 1_000_000)

    assert (crashed.status_code, refused.status_code) == (500, 413)
    for response in (crashed, refused):
        assert response.headers["content-security-policy"] == NOTHING
