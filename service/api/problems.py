"""Problems (RFC 9457): answers that say what went wrong and repeat no value of the request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from service.api.schemas.problem import FieldError, Problem, ReadinessChecks
from service.errors import NotReady, OnRecordError, Overloaded, RequestInFlight
from service.observability.metrics import count_problem

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 5
"""Seconds after which to try again, where the error does not name a number."""


class MalformedBody(OnRecordError):
    """The body is not JSON."""

    status = 400
    problem = "malformed-body"
    title = "The body is not JSON"


class MalformedRequest(OnRecordError):
    """The request is not HTTP as this server reads it."""

    status = 400
    problem = "malformed-request"
    title = "The request is not HTTP"


class RequestTimeout(OnRecordError):
    """The headers or the body of a request arrive too slowly."""

    status = 408
    problem = "request-timeout"
    title = "The request is too slow"


class HeadersTooLarge(OnRecordError):
    """The headers, with the path, are larger than this server reads."""

    status = 431
    problem = "headers-too-large"
    title = "The headers are too large"


class MethodNotAllowed(OnRecordError):
    """The path exists, but it does not take this method."""

    status = 405
    problem = "method-not-allowed"
    title = "The method is not allowed here"

    def __init__(self) -> None:
        super().__init__("This path does not take this method; `Allow` names what it takes.")


class UnsupportedMediaType(OnRecordError):
    """The body is declared as something other than JSON."""

    status = 415
    problem = "unsupported-media-type"
    title = "The media type is not supported"


class NotAcceptable(OnRecordError):
    """The client takes none of the media types that the route can send."""

    status = 406
    problem = "not-acceptable"
    title = "No media type is acceptable"

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__(f"`Accept` names none of: {', '.join(offered)}.")


class Unauthenticated(OnRecordError):
    """The request has no key, or one that is not valid. The answer does not say which."""

    status = 401
    problem = "unauthenticated"
    title = "A key is needed"

    def __init__(self) -> None:
        super().__init__("Send a valid API key: `Authorization: Bearer KEY`.")


class InsufficientScope(OnRecordError):
    """The key is valid, but it may not do this."""

    status = 403
    problem = "insufficient-scope"
    title = "The key has too few scopes"

    def __init__(self, scope: str) -> None:
        super().__init__(f"This needs a key with the scope `{scope}`.")


class ChecksFailed(NotReady):
    """Something that the server needs is not there, as its checks found."""

    def __init__(self, detail: str, *, checks: ReadinessChecks) -> None:
        super().__init__(detail)
        self.checks = checks


class HostNotAllowed(OnRecordError):
    """The request asks for a host that is not this server's."""

    status = 403
    problem = "host-not-allowed"
    title = "The host is not this server's"

    def __init__(self) -> None:
        super().__init__(
            "The `Host` of the request is not a host of this server. An operator names its hosts "
            "in ONRECORD_ALLOWED_HOSTS."
        )


class OriginNotAllowed(OnRecordError):
    """A page of another site sends the request, and this server has no keys."""

    status = 403
    problem = "origin-not-allowed"
    title = "The page's site is not allowed"

    def __init__(self) -> None:
        super().__init__(
            "Pages of another site may not send this. An operator allows sites in "
            "ONRECORD_CORS_ORIGINS."
        )


class RateLimited(OnRecordError):
    """The caller sent more requests than it may."""

    status = 429
    problem = "rate-limited"
    title = "Too many requests"

    def __init__(self, *, retry_after: int) -> None:
        super().__init__("Too many requests. Wait as long as `Retry-After` says.")
        self.retry_after = retry_after


def problem_type(error: type[OnRecordError]) -> str:
    """Return the URN of a class of errors, as the API answers it.

    It is a URN because it must stay the same, and the project owns no domain for a URL.
    """
    return f"urn:onrecord:problem:{error.problem}"


def problem_response(
    scope: Scope, error: OnRecordError, *, fields: Sequence[FieldError] = ()
) -> Response:
    """Return the answer for an error.

    Args:
        scope: The request; it has an id since `RequestLog` saw it.
        error: What went wrong.
        fields: What is wrong with each field of the request.
    """
    problem = Problem(
        type=problem_type(type(error)),
        title=error.title,
        status=error.status,
        detail=error.detail,
        request_id=scope["state"]["request_id"],
        errors=list(fields) or None,
        checks=error.checks if isinstance(error, ChecksFailed) else None,
    )
    count_problem(error.problem)
    headers = {}
    if isinstance(error, Overloaded | RequestInFlight | RateLimited):
        headers["Retry-After"] = str(error.retry_after)
    elif error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER)
    elif error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        json.dumps(problem.model_dump(mode="json", exclude_none=True)),
        status_code=error.status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def refusal(scope: Scope, error: OnRecordError) -> Response:
    """Return the answer for an error that is found before the request's body is read.

    A server that keeps the connection would go on to receive the body.
    """
    response = problem_response(scope, error)
    headers = Headers(scope=scope)
    if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
        response.headers["Connection"] = "close"
    return response
