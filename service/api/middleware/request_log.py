"""Give each request an id and a line in the log, and answer it when it crashes."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import traceback
from http import HTTPMethod

import uuid_utils
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import problem_response
from service.errors import NotReady, OnRecordError

HEADER = "X-Request-ID"

_log = logging.getLogger("onrecord.requests")
_FRAMES = 8  # The innermost frames: the outer ones are the same for each request.
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
        status: int | None = None

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, send_with_id)
        except asyncio.CancelledError:
            # The server stops and gives up what still runs. Raised again, it would be logged.
            if status is None:
                stopping = NotReady("The server is stopping. Try again in a moment.")
                await problem_response(scope, stopping)(scope, receive, send_with_id)
        except Exception as error:
            # Not raised again: the server above would log its message.
            _log.error("%s crashed: %s", request_id, _describe(error))
            if status is None:
                problem = OnRecordError(
                    "Something went wrong here, not in the request. The log knows more under the "
                    "request id."
                )
                await problem_response(scope, problem)(scope, receive, send_with_id)
        _log.info(
            "%s %s %s %s %.1f ms",
            request_id,
            scope["method"] if scope["method"] in _METHODS else "?",
            getattr(scope.get("route"), "path", "-"),
            status or "no answer",
            (time.perf_counter() - started) * 1000,
        )


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get(HEADER, "")
    return given if _SAFE_ID.fullmatch(given) else str(uuid_utils.uuid7())


def _describe(error: Exception) -> str:
    # Classes of exceptions and lines of code, but no messages and no values.
    causes = []
    cause: BaseException | None = error
    while cause is not None:
        causes.append(type(cause).__qualname__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(
        f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames[: -_FRAMES - 1 : -1]
    )
    return f"{' from '.join(causes)} in {where}"
