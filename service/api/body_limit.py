"""Bodies, up to a size."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import problem_response
from service.errors import BodyTooLarge

# JSON may write a code point beyond the BMP as two escapes: 12 bytes.
_BYTES_A_CHARACTER = 12
_OTHER_FIELDS = 128 * 1024


def body_limit(max_characters: int) -> int:
    """The longest text in characters -> bytes enough for it, however JSON escapes it."""
    return max_characters * _BYTES_A_CHARACTER + _OTHER_FIELDS


class BodyLimit:
    """Reads each body whole, up to a limit, before the app sees the request.

    A declared length is answered without reading anything; a body that comes in chunks is counted,
    and nothing is read beyond the limit. FastAPI has a limit of its own, which comes to nothing
    where a path does not read the body, and which answers in plain text.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request -> the app's answer, or 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdecimal() and int(declared[:18]) > self._max_bytes:
            await self._refuse(scope, receive, send)
            return
        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self._max_bytes:
                await self._refuse(scope, receive, send)
                return
            chunks.append(chunk)
            more = message.get("more_body", False)
        await self._app(scope, _replay(b"".join(chunks), receive), send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = BodyTooLarge(
            f"The body is larger than {self._max_bytes} bytes, room enough for the longest "
            "text that this server reads. Send less at once."
        )
        response = problem_response(scope, error)
        response.headers["Connection"] = "close"  # or the server goes on to receive the rest
        await response(scope, receive, send)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
