"""A test client that holds every answer to the contract."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
from starlette.testclient import TestClient

from service.api.openapi import build_openapi

_FILES = ("start.js", "swagger-ui.css", "swagger-ui-bundle.js")
PAGES = {"/docs", *(f"/docs/{name}" for name in _FILES), "/openapi.json"}
"""What shows the contract, and is not part of it."""


class CheckedClient(TestClient):
    """Fails a test whose request is answered otherwise than `openapi.yaml` says."""

    def __init__(self, app: Any, **options: Any) -> None:
        # A server without keys answers only requests to a name of its own machine.
        super().__init__(app, base_url="http://127.0.0.1:8000", **options)

    def request(self, method: str, url: Any, **options: Any) -> Any:
        response = super().request(method, url, **options)
        check(method, response)
        return response


def check(method: str, response: Any) -> None:
    document = build_openapi()
    assert response.headers["x-request-id"]
    assert response.headers["x-content-type-options"] == "nosniff"
    if method == "HEAD" or response.request.url.path in PAGES:
        return
    said = _promised(document, method, response)
    if "content" not in said:
        assert response.content == b""
        return
    media_type = response.headers["content-type"].partition(";")[0]
    value = response.json() if media_type.endswith(("/json", "+json")) else response.text
    validate(value, said["content"][media_type]["schema"])
    for name, header in said.get("headers", {}).items():
        if _resolved(document, header).get("required", True):
            assert name in response.headers, f"the contract promises {name}: {header}"


def problem_of(response: Any) -> dict[str, Any]:
    """Return the problem that a response holds, and check its form."""
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["x-request-id"]
    return body


def validate(value: Any, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": build_openapi()["components"]}
    jsonschema.validate(
        value,
        whole,
        cls=jsonschema.Draft202012Validator,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


def _promised(document: dict[str, Any], method: str, response: Any) -> dict[str, Any]:
    path = response.request.url.path
    if method == "OPTIONS" and response.status_code == 204:
        return {}
    paths: dict[str, Any] = document["paths"]
    # A path that the contract spells out is not an id.
    for template, operations in {path: paths[path]}.items() if path in paths else paths.items():
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method.lower() in operations:
            said = operations[method.lower()]["responses"]
            status = str(response.status_code)
            assert status in said, f"{method} {template} may not answer {status}"
            return _resolved(document, said[status])
    assert response.status_code in (404, 405, 413), "an unknown path or method"
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"content": {"application/problem+json": problem}}


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    for step in node["$ref"].removeprefix("#/").split("/"):
        document = document[step]
    return document
