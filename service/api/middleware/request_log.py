"""Give each request an id and a line in the log, and answer it when it crashes."""

from __future__ import annotations

import asyncio
import re
import time
from http import HTTPMethod

import uuid_utils
from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from service.api.problems import problem_response
from service.errors import NotReady, OnRecordError
from service.observability.failures import find_places, name_causes
from service.observability.logs import get_logger
from service.observability.metrics import time_request
from service.observability.tracing import request_span

HEADER = "X-Request-ID"

NO_OPERATION = "none"
"""The operation of a request that no route of the contract answers."""

_log = get_logger("onrecord.requests")
_METHODS = frozenset(HTTPMethod)  # Another word as a method may be anything, so it is not logged.
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestLog:
    """Middleware that gives each request an id, logs it, and answers it when it crashes.

    It logs the id, method, route, status and time of a request. It does not log paths, queries,
    bodies and the messages of unexpected exceptions, because each may hold submitted words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the app's answer with its `X-Request-ID`, or 500 where the app crashes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        with bound_contextvars(request_id=request_id), request_span(scope["headers"]) as span:
            started = time.perf_counter()
            status = await self._answer(scope, receive, send, request_id)
            seconds = time.perf_counter() - started
            operation = _operation(scope)
            time_request(operation, status, seconds)
            answered = {
                "method": scope["method"] if scope["method"] in _METHODS else "?",
                "route": getattr(scope.get("route"), "path", "-"),
                "operation": operation,
                "status": status,
            }
            span.describe(**answered, request_id=request_id)
            key_id = getattr(scope["state"].get("principal"), "key_id", None)
            known = {"key_id": str(key_id)} if key_id else {}
            _log.info("answered", **known, **answered, duration_ms=round(seconds * 1000, 1))

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, request_id: str
    ) -> int | None:
        """Let the app answer, and return the status, or None where no answer was sent."""
        status: int | None = None

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except asyncio.CancelledError:
            # The server stops and gives up what still runs. Raised again, it would be logged.
            if status is None:
                stopping = NotReady("The server is stopping. Try again in a moment.")
                await problem_response(scope, stopping)(scope, receive, send_with_id)
        except Exception as error:
            # Not raised again: the server above would log its message.
            _log.error("crashed", error=name_causes(error), where=find_places(error))
            if status is None:
                problem = OnRecordError(
                    "Something went wrong here, not in the request. The log knows more under the "
                    "request id."
                )
                await problem_response(scope, problem)(scope, receive, send_with_id)
        return status


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get(HEADER, "")
    return given if _SAFE_ID.fullmatch(given) else str(uuid_utils.uuid7())


def _operation(scope: Scope) -> str:
    """Return the `operationId` of a request. There are as few as the contract has operations."""
    route = scope.get("route")
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    if isinstance(route, APIRoute) and method in (route.methods or ()):
        return route.operation_id or NO_OPERATION
    return NO_OPERATION
