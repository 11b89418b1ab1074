"""A limit on the size of request bodies."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import problem_response
from service.errors import BodyTooLarge

# JSON may write a code point beyond the BMP as two escapes: 12 bytes.
_BYTES_A_CHARACTER = 12
_OTHER_FIELDS = 128 * 1024


def body_limit(max_characters: int) -> int:
    """Return how many bytes hold a text of `max_characters`, in any way that JSON may escape it."""
    return max_characters * _BYTES_A_CHARACTER + _OTHER_FIELDS


class BodyLimit:
    """Reads each body whole, up to a limit, before the app sees the request.

    Where the declared length is too large, nothing is read. Where a body comes in chunks, its bytes
    are counted, and nothing is read beyond the limit. FastAPI's own limit does not fit: it has no
    effect where a path does not read the body, and it answers in plain text.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body, or answer 413."""
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
        response.headers["Connection"] = "close"  # Else the server would go on to receive the rest.
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
