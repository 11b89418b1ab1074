"""Limits on request bodies: the size of one, its time, and the memory of all."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import RequestTimeout, problem_response
from service.errors import BodyTooLarge, OnRecordError, Overloaded

# JSON may write a code point beyond the BMP as two escapes: 12 bytes.
_BYTES_A_CHARACTER = 12
_OTHER_FIELDS = 128 * 1024

BODY_SECONDS = 30.0
"""How long a body may take, where nothing else is said."""

# Bodies up to this size are read whatever others hold, so that large ones never keep them out.
_SMALL = 64 * 1024
_BUDGET = 64 * 1024 * 1024
_LARGEST_BODIES = 8
_RETRY_AFTER = 2


def body_limit(max_characters: int) -> int:
    """Return how many bytes hold a text of `max_characters`, in any way that JSON may escape it."""
    return max_characters * _BYTES_A_CHARACTER + _OTHER_FIELDS


class BodyLimit:
    """A reader of request bodies: it reads each one whole, up to a limit, before the app does.

    Where the declared length is too large, nothing is read. Where a body comes in chunks, its bytes
    are counted, and nothing is read beyond the limit. FastAPI's own limit does not fit: it has no
    effect where a path does not read the body, and it answers in plain text.

    A body that takes longer than `seconds` is refused. So is one that would take the bodies of all
    requests together beyond a budget of memory.

    A POST to one of the paths in `streamed` passes as it comes: its route has limits of its own.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_bytes: int,
        seconds: float = BODY_SECONDS,
        streamed: Collection[str] = (),
    ) -> None:
        self._app = app
        self._streamed = frozenset(streamed)
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._budget = max(_BUDGET, _LARGEST_BODIES * max_bytes)
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body, or answer 408, 413 or 503."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _posted_path(scope) in self._streamed:
            await self._app(scope, *_close_if_unread(receive, send))
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdecimal() and int(declared[:18]) > self._max_bytes:
            await self._refuse(self._too_large(), scope, receive, send)
            return
        body = _Body()
        try:
            try:
                async with asyncio.timeout(self._seconds):
                    arrived = await self._read(body, receive)
            except TimeoutError:
                late = RequestTimeout(f"The body did not arrive within {self._seconds:g} seconds.")
                await self._refuse(late, scope, receive, send)
            except OnRecordError as error:
                await self._refuse(error, scope, receive, send)
            else:
                if arrived:
                    await self._app(scope, _replay(body.take(), receive), send)
        finally:
            self._held -= body.held

    async def _read(self, body: _Body, receive: Receive) -> bool:
        """Read a body to its end, and return whether the client stayed so long."""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return False
            body.data += message.get("body", b"")
            if len(body.data) > self._max_bytes:
                raise self._too_large()
            beyond = max(len(body.data) - _SMALL, 0)
            self._held += beyond - body.held
            body.held = beyond
            if beyond and self._held > self._budget:
                raise Overloaded(
                    "Too many large bodies are being read. Try again.", retry_after=_RETRY_AFTER
                )
            more = message.get("more_body", False)
        return True

    def _too_large(self) -> BodyTooLarge:
        return BodyTooLarge(
            f"The body is larger than {self._max_bytes} bytes, room enough for the longest "
            "text that this server reads. Send less at once."
        )

    async def _refuse(
        self, error: OnRecordError, scope: Scope, receive: Receive, send: Send
    ) -> None:
        response = problem_response(scope, error)
        response.headers["Connection"] = "close"  # Else the server would go on to receive the rest.
        await response(scope, receive, send)


@dataclass(slots=True)
class _Body:
    """What has arrived of a body, and how many bytes of the budget it holds."""

    data: bytearray = field(default_factory=bytearray)
    held: int = 0

    def take(self) -> bytes:
        """Return the whole body, and keep no second copy."""
        whole = bytes(self.data)
        self.data.clear()
        return whole


def _posted_path(scope: Scope) -> str | None:
    if scope["method"] != "POST":
        return None
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _close_if_unread(receive: Receive, send: Send) -> tuple[Receive, Send]:
    """Return both for an app that may answer before it has read the whole body.

    Such an answer closes the connection. Else the server would go on to receive the rest.
    """
    unread = True

    async def receive_watched() -> Message:
        nonlocal unread
        message = await receive()
        unread = message.get("more_body", False)
        return message

    async def send_closing(message: Message) -> None:
        if unread and message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Connection"] = "close"
        await send(message)

    return receive_watched, send_closing


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
