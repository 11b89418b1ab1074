"""Errors in the form of RFC 9457."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from service.api.schemas.base import Answer
from service.api.schemas.example_article import example_id
from service.ready_check import CheckStatus


class RequestPart(StrEnum):
    """A part of a request."""

    BODY = "body"
    QUERY = "query"
    PATH = "path"
    HEADER = "header"


class FieldError(Answer):
    """What is wrong with one field of the request. Never holds the submitted value."""

    example = {"part": "body", "pointer": "/text", "detail": "Required, and not there."}

    part: RequestPart
    pointer: str
    """A JSON pointer into that part, such as `/outlet/domain` or `/limit`; empty for all of it. It
    names an unknown field only where the name is one plain word."""
    detail: str
    """What is wrong, and what would be right."""


class ReadinessChecks(Answer):
    """What the server needs to answer, one check each."""

    example = {"engine": "ok", "database": "failed", "tables": "unknown", "writes": "unknown"}

    engine: CheckStatus
    """The engine that reads texts is loaded."""
    database: CheckStatus
    """The database answers."""
    tables: CheckStatus
    """It has tables."""
    writes: CheckStatus
    """It takes writes, as far as the last one shows."""


class Problem(Answer):
    """An error (RFC 9457). No submitted value is in it."""

    example = {
        "type": "urn:onrecord:problem:invalid-request",
        "title": "The request is not valid",
        "status": 422,
        "detail": "The request is not as the contract describes it; `errors` says where.",
        "request_id": example_id(7),
        "errors": [FieldError.example],
    }

    type: str
    """Which kind of error this is: `urn:onrecord:problem:` and a name that does not change."""
    title: str
    """The kind of error in words."""
    status: int = Field(ge=400, le=599)
    """The HTTP status."""
    detail: str
    """What is wrong with this request, and what to do about it."""
    request_id: str
    """The `X-Request-ID` of this answer, under which the server's log knows it."""
    errors: list[FieldError] | None = None
    """Every field that is not valid; only with `invalid-request` and `invalid-text`."""
    checks: ReadinessChecks | None = None
    """What is not ready; only in an answer of `GET /readyz`."""
