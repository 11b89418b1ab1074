"""The problems with which a route may answer, as the contract lists them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from service.api.problems import (
    MEDIA_TYPE,
    HeadersTooLarge,
    HostNotAllowed,
    InsufficientScope,
    MalformedBody,
    MalformedRequest,
    NotAcceptable,
    OriginNotAllowed,
    RateLimited,
    RequestTimeout,
    Unauthenticated,
    UnsupportedMediaType,
    problem_type,
)
from service.api.schemas.problem import Problem
from service.errors import (
    BodyTooLarge,
    ChangedSince,
    Conflict,
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidRequest,
    InvalidText,
    NotFound,
    NotReady,
    OnRecordError,
    Overloaded,
    ReadingFailed,
    RequestInFlight,
    TextTooLong,
)

TEXT_ERRORS = (
    MalformedBody,
    RequestTimeout,
    BodyTooLarge,
    TextTooLong,
    UnsupportedMediaType,
    InvalidText,
    Overloaded,
    ReadingFailed,
)
"""Errors of a route that takes a text and reads it."""

BODY_ERRORS = (
    MalformedBody,
    RequestTimeout,
    BodyTooLarge,
    UnsupportedMediaType,
    InvalidText,
    Overloaded,
)
"""Errors of a route that takes an editor's decision or a question."""

_EVERYWHERE: tuple[type[OnRecordError], ...] = (
    MalformedRequest,
    RequestTimeout,
    BodyTooLarge,
    InvalidRequest,
    HeadersTooLarge,
    OnRecordError,
    Overloaded,
)
"""Errors of each route: a request is parsed, and its body received, before a route sees it."""

ONCE_ERRORS = (IdempotencyKeyReused, RequestInFlight)
"""Errors of a POST with an idempotency key. Where something is stored, `Conflict` is added."""

_OF_ACCESS: tuple[type[OnRecordError], ...] = (
    Unauthenticated,
    InsufficientScope,
    HostNotAllowed,
    OriginNotAllowed,
    RateLimited,
)
"""Errors of each route that needs a key once there are keys."""

DECISION_ERRORS = (*BODY_ERRORS, *ONCE_ERRORS, NotFound, Conflict, ChangedSince)
"""Errors of an editor's decision about something that is stored."""

_EXAMPLES: dict[type[OnRecordError], str] = {
    MalformedRequest: "The request is not valid HTTP/1.1.",
    OnRecordError: "Something went wrong here, not in the request. The log knows more under the "
    "request id.",
    MalformedBody: "The body stops being JSON at offset 17.",
    Unauthenticated: "Send a valid API key: `Authorization: Bearer KEY`.",
    InsufficientScope: "This needs a key with the scope `edit`.",
    HostNotAllowed: "The `Host` of the request is not a host of this server. An operator names its "
    "hosts in ONRECORD_ALLOWED_HOSTS.",
    OriginNotAllowed: "Pages of another site may not send this. An operator allows sites in "
    "ONRECORD_CORS_ORIGINS.",
    RateLimited: "Too many requests. Wait as long as `Retry-After` says.",
    RequestTimeout: "The body did not arrive within 30 seconds.",
    BodyTooLarge: "The body is larger than 2531072 bytes. Send less at once.",
    TextTooLong: "The text has 200001 characters; this server reads at most 200000. Send a "
    "shorter text.",
    UnsupportedMediaType: "Send JSON, with `Content-Type: application/json`.",
    HeadersTooLarge: "The headers have more than 16384 bytes.",
    NotAcceptable: "`Accept` names none of: application/x-ndjson, text/csv, application/ld+json.",
    InvalidRequest: "The request is not as the contract describes it; `errors` says where.",
    InvalidText: "The request is not as the contract describes it; `errors` says where.",
    InvalidCursor: "The cursor is not one that this list gave out. Start again without one.",
    Conflict: "Both are the same speaker.",
    RequestInFlight: "A request with this `Idempotency-Key` is being carried out. Wait for it.",
    IdempotencyKeyReused: "This `Idempotency-Key` came with another request before. Send a new "
    "key.",
    ChangedSince: "It was changed since you read it. Read it again, then decide.",
    NotFound: "Nothing is stored under this id.",
    Overloaded: "Too many texts are waiting to be read. Try again in a moment.",
    ReadingFailed: "The process that read this text ended, and so did the next. Other texts are "
    "read.",
    NotReady: "The database does not answer (OperationalError). Check it and try again.",
}
_FIELD_EXAMPLES: dict[type[OnRecordError], dict[str, str]] = {
    InvalidRequest: {
        "part": "query",
        "pointer": "/offset_unit",
        "detail": "Must be one of 'codepoint' or 'utf16'.",
    },
    InvalidText: {
        "part": "body",
        "pointer": "/text",
        "detail": "Holds NUL at offset 17. Remove it.",
    },
}


def problems(
    *errors: type[OnRecordError], needs_key: bool = True
) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route for its errors, and for those that each route may have."""
    common = _EVERYWHERE + (_OF_ACCESS if needs_key else ())
    by_status: dict[int | str, list[type[OnRecordError]]] = defaultdict(list)
    # In one order, so that routes with the same errors share an answer in the contract.
    for error in sorted({*errors, *common}, key=list(_EXAMPLES).index):
        by_status[error.status].append(error)
    return {
        status: {
            "model": Problem,
            "description": "; ".join(error.title for error in found),
            "content": {
                MEDIA_TYPE: {"examples": {error.problem: _example(error) for error in found}}
            },
        }
        for status, found in sorted(by_status.items())
    }


def moved() -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route whose path may hold an id that redirects to another."""
    return {308: {"description": "It is another one now; `Location` names the same under its id."}}


def _example(error: type[OnRecordError]) -> dict[str, Any]:
    value: dict[str, Any] = {
        "type": problem_type(error),
        "title": error.title,
        "status": error.status,
        "detail": _EXAMPLES[error],
        "request_id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b07",
    }
    if error in _FIELD_EXAMPLES:
        value["errors"] = [_FIELD_EXAMPLES[error]]
    return {"summary": error.title, "value": value}
