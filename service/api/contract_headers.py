"""Declare in the contract the headers of repeated, conditional and limited requests."""

from __future__ import annotations

import copy
from typing import Any

from service.api.middleware.rate_limit import LIMIT_HEADER, POLICY_HEADER

Json = dict[str, Any]

_TAG = '"0190b3c46f1e7a529d3b2f6c8e5a1b07"'

_PARAMETERS: dict[str, Json] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A name for this request, unique among the client's. A request that is sent "
        "again with the same key is not carried out again. Its answer has the first status, what "
        "the object is now, and `Idempotency-Replayed: true`. A key is remembered for a day, where "
        "the operator does not say otherwise. Requests that failed are not remembered.",
        "schema": {"type": "string", "pattern": '^"?[!#-~]{1,255}"?$'},
        "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of an answer that the client holds, or several. If it is still "
        "the newest, the answer is 304 without a body.",
        "schema": {"type": "string"},
        "example": _TAG,
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The `ETag` of what the editor saw. If it changed since, nothing is done, "
        "and the answer is 412.",
        "schema": {"type": "string"},
        "example": _TAG,
    },
}

HEADERS: dict[str, Json] = {
    "ETag": {
        "description": "The version of this answer, for `If-None-Match` and `If-Match`.",
        "schema": {"type": "string", "examples": [_TAG]},
    },
    "RateLimitPolicy": {
        "description": "How many requests (`q`) the key may send in how many seconds (`w`). Only "
        "where the caller is limited. See draft-ietf-httpapi-ratelimit-headers.",
        "required": False,
        "schema": {"type": "string", "examples": ['"default";q=6000;w=60']},
    },
    "RateLimit": {
        "description": "How many requests are left (`r`), and after how many seconds all are there "
        "again (`t`).",
        "required": False,
        "schema": {"type": "string", "examples": ['"default";r=5999;t=1']},
    },
    "IdempotencyReplayed": {
        "description": "`true` where the request was carried out before. Else it is not there.",
        "required": False,
        "schema": {"type": "string", "const": "true"},
    },
}
"""Headers of answers, as components of the contract."""

_NOT_MODIFIED = "304"
_CHANGED = "412"


def add_header_parameters(document: Json) -> None:
    """Add the headers to the operations of a document that take them.

    Operations of `/v1` do: GET may be conditional, and POST may have an idempotency key. An
    operation that declares 412 takes `If-Match`. What is streamed has no tag, and is no JSON.
    """
    for path, operations in document["paths"].items():
        if path.startswith("/v1/"):
            for method, operation in operations.items():
                _add_to(operation, method)


def _add_to(operation: Json, method: str) -> None:
    responses = operation["responses"]
    if method == "get" and "application/json" in responses["200"]["content"]:
        _take(operation, "IfNoneMatch")
        _answer(responses["200"], "ETag", "ETag")
        headers = dict(responses["200"]["headers"])
        responses[_NOT_MODIFIED] = {
            "description": "The client has the newest answer.",
            "headers": headers,
        }
        operation["responses"] = dict(sorted(responses.items()))
    if method == "post":
        _take(operation, "IdempotencyKey")
        for status, response in responses.items():
            if status.startswith("2"):
                _answer(response, "Idempotency-Replayed", "IdempotencyReplayed")
    for status, response in responses.items():
        if status < "400" and operation["security"]:
            _answer(response, POLICY_HEADER, "RateLimitPolicy")
            _answer(response, LIMIT_HEADER, "RateLimit")
    if _CHANGED in responses:
        _take(operation, "IfMatch")
        for status in responses.keys() & {"200", "201"}:
            _answer(responses[status], "ETag", "ETag")


def _take(operation: Json, name: str) -> None:
    operation.setdefault("parameters", []).append(copy.deepcopy(_PARAMETERS[name]))


def _answer(response: Json, header: str, name: str) -> None:
    response["headers"][header] = {"$ref": f"#/components/headers/{name}"}
