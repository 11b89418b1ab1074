"""Let pages of the sites that an operator names use the API from a browser."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

import uuid_utils
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from service.api.idempotency import REPLAYED
from service.api.middleware.rate_limit import LIMIT_HEADER, POLICY_HEADER
from service.api.middleware.request_log import HEADER

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_REQUEST_HEADERS = (
    "Authorization",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Last-Event-ID",
    HEADER,
)
_EXPOSED = (
    "ETag",
    "Link",
    "Location",
    POLICY_HEADER,
    LIMIT_HEADER,
    "Retry-After",
    REPLAYED,
    HEADER,
)


class Cors(CORSMiddleware):
    """Starlette's middleware, whose answers to preflight requests have a request id and no body.

    It never allows credentials: a key is sent by the page's own code, and there are no cookies.
    """

    def __init__(self, app: ASGIApp, *, origins: Collection[str]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=_METHODS,
            allow_headers=_REQUEST_HEADERS,
            expose_headers=_EXPOSED,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Return what a browser asks before it sends a request of a page.

        A browser reads the header fields alone. Where the site or what the page wants is not
        allowed, a field is missing or does not name it.
        """
        answer = super().preflight_response(request_headers)
        kept = {
            name: value
            for name, value in answer.headers.items()
            if name == "vary" or name.startswith("access-control-")
        }
        return Response(
            status_code=HTTPStatus.NO_CONTENT, headers={**kept, HEADER: str(uuid_utils.uuid7())}
        )
