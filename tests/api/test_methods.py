"""HEAD and OPTIONS, on each path."""

from __future__ import annotations

import re

import pytest

from service.api.openapi import build_openapi
from service.app import create_app

ID = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
PATHS = {
    re.sub(r"\{\w+\}", ID, path): {method.upper() for method in operations}
    for path, operations in build_openapi()["paths"].items()
}
CHANGING = {"/metrics", "/v1/events", "/v1/quotes/export"}
"""Answers that differ from one request to the next, or are streamed."""
SHOWN = [path for path, methods in PATHS.items() if "GET" in methods]
VARYING = {"x-request-id", "content-length"}


@pytest.mark.parametrize("path", [*SHOWN, "/docs", "/openapi.json", "/docs/swagger-ui.css"])
def test_head_answers_as_get_does_without_the_body(client, path):
    shown = client.get(path)
    head = client.head(path)

    assert head.status_code == shown.status_code
    assert head.content == b""
    if path not in CHANGING:
        assert head.headers["content-length"] == shown.headers["content-length"]
    assert {name: head.headers[name] for name in head.headers if name not in VARYING} == {
        name: shown.headers[name] for name in shown.headers if name not in VARYING
    }


@pytest.mark.parametrize("path", PATHS)
def test_options_names_the_methods(client, path):
    response = client.options(path)

    named = PATHS[path] | ({"HEAD"} if path in SHOWN else set())
    assert response.status_code == 204
    assert response.headers["allow"] == ", ".join(sorted(named))


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_an_unknown_path_is_not_found(client, method):
    assert client.request(method, "/v1/nothing").status_code == 404


def test_head_of_a_stored_article(client, post):
    stored = post("“Never,” Bo Ek said.")

    response = client.head(f"/v1/articles/{stored['id']}")

    assert (response.status_code, response.content) == (200, b"")


def test_applications_share_their_routes(app, settings):
    # To build them anew would take as long as a hundred requests, with the first one of each.
    other = create_app(settings)
    assert len(app.routes) > len(PATHS)
    assert all(one is same for one, same in zip(app.routes, other.routes, strict=True))


@pytest.mark.parametrize(
    ("method", "logged", "operation", "status"),
    [
        ("HEAD", "HEAD", "listQuotes", 200),
        ("OPTIONS", "OPTIONS", "none", 204),
        ("DELETE", "DELETE", "none", 405),
        ("ZANZIBAR", "?", "none", 405),
    ],
)
def test_the_log_names_the_method_where_it_is_a_standard_one(
    client, server_log, method, logged, operation, status
):
    client.request(method, "/v1/quotes")

    [line] = server_log.of("onrecord.requests")
    assert (line["method"], line["route"], line["status"]) == (logged, "/v1/quotes", status)
    assert line["operation"] == operation
    assert "ZANZIBAR" not in server_log.text
