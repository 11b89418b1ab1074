"""No operation writes a submitted word to the log, whichever field holds it, in either form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from service.api.openapi import build_openapi
from tests.support.checked_client import CheckedClient
from tests.support.log_capture import captured_log

CANARY = "zwartkopmeeuw"
ID = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
JSON = "application/json"
DOCUMENT = build_openapi()
OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def with_canary(value: Any) -> Iterator[Any]:
    """Yield a body once for each string in it, with that string replaced."""
    if isinstance(value, str):
        yield CANARY
        yield f"“We {CANARY} at noon,” Bo Ek said."
    elif isinstance(value, dict):
        for name, inner in value.items():
            for changed in with_canary(inner):
                yield {**value, name: changed}
        yield {**value, CANARY: CANARY}
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            for changed in with_canary(inner):
                yield [*value[:number], changed, *value[number + 1 :]]


def bodies_of(operation: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the bodies of an operation, each with its media type."""
    for media_type, body in operation.get("requestBody", {}).get("content", {}).items():
        if media_type == JSON:
            yield from ((media_type, changed) for changed in with_canary(body["example"]))
        else:
            yield media_type, body.get("example", "{}")
        yield media_type, CANARY


def requests_of(method: str, path: str, operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    names = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
    known = re.sub(r"\{\w+\}", ID, path)
    if "{" in path:
        yield {"url": re.sub(r"\{\w+\}", CANARY, path)}
    for name in (*names, CANARY):
        yield {"url": known, "params": {name: CANARY}}
    for media_type, body in bodies_of(operation):
        sent = {"json": body} if media_type == JSON else {"content": str(body)}
        yield {"url": known, "headers": {"content-type": media_type}, **sent}
    yield {"url": known, "headers": {"user-agent": CANARY, "x-request-id": f"{CANARY} id"}}
    for header in ("authorization", "host", "origin", "cookie", "traceparent", "idempotency-key"):
        yield {
            "url": known,
            "headers": {header: f"Bearer {CANARY}" if header == "authorization" else CANARY},
        }


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_field_of_an_operation_reaches_the_log(
    name: str, client: CheckedClient, capfd: pytest.CaptureFixture[str]
) -> None:
    method, path, operation = OPERATIONS[name]
    with captured_log("json") as in_json, captured_log("text") as in_text:
        sent = [client.request(method, **each) for each in requests_of(method, path, operation)]
    out, err = capfd.readouterr()

    assert sent
    answered = [line for line in in_json.of("onrecord.requests") if line["event"] == "answered"]
    assert len(answered) == len(sent)
    assert {line["operation"] for line in answered} <= {name, "none"}
    assert len(in_text.text.splitlines()) == len(in_json.lines)
    for text in (in_json.text, in_text.text, out, err):
        assert CANARY not in text
