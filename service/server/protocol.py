"""uvicorn's HTTP protocol with a limit of connections, deadlines, and problems as its errors."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import h11
import uuid_utils
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol
from uvicorn.server import ServerState

from service.api.middleware.request_log import HEADER, NO_OPERATION
from service.api.middleware.security_headers import SECURITY_HEADERS
from service.api.problems import HeadersTooLarge, MalformedRequest, RequestTimeout, problem_response
from service.errors import OnRecordError, Overloaded
from service.observability.logs import get_logger
from service.observability.metrics import time_request
from service.server.descriptors import RESERVED, connection_limit
from service.settings import get_settings

_log = get_logger("onrecord.requests")

_HEADER_BYTES = 16 * 1024
_RETRY_AFTER = 2
# A client that reads nothing holds its answer in our memory, and its connection open.
_UNREAD_SECONDS = 60.0
_CLOSE_SECONDS = 5.0


class LimitedProtocol(H11Protocol):
    """One connection. uvicorn makes it, and closes it when it is idle after an answer.

    What is added:

    - Headers must be there `request_seconds` after their first byte, or after the connection began.
    - An answer that a client does not read is given up.
    - Beyond the limit of connections the one that is idle longest is closed. Where none is idle, a
      request on a new connection is answered with 503.
    - What is not HTTP is answered as a problem with a request id.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        settings = get_settings()
        self.conn = _StrictConnection(h11.SERVER, _HEADER_BYTES)
        self._limit = connection_limit(settings.max_connections)
        self._request_seconds = settings.request_seconds
        self._request_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._idle_since = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, and make room for it."""
        super().connection_made(transport)
        self._start_request_timer()
        if len(self.connections) > self._limit:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and its timers."""
        self._stop_request_timer()
        self._stop_write_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes of a request, and watch how long its headers take."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._start_request_timer()
        else:
            self._stop_request_timer()

    def on_response_complete(self) -> None:
        """Let the client send another request."""
        self._idle_since = self.loop.time()
        super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that was idle after an answer."""
        super().timeout_keep_alive_handler()
        self._abort_if_not_closed()

    def pause_writing(self) -> None:
        """Wait until the client has read more of the answer, but not without end."""
        super().pause_writing()
        self._stop_write_timer()
        self._write_timer = self.loop.call_later(_UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on with the answer."""
        self._stop_write_timer()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, and close."""
        if getattr(sys.exception(), "error_status_hint", 400) == HeadersTooLarge.status:
            self._answer(HeadersTooLarge(f"The headers have more than {_HEADER_BYTES} bytes."))
        else:
            self._answer(MalformedRequest("The request is not valid HTTP/1.1."))

    def _answer(self, error: OnRecordError) -> None:
        """Answer without the application, and close."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            response = _problem(error)
            for event in (
                h11.Response(
                    status_code=error.status,
                    headers=response.raw_headers,
                    reason=STATUS_PHRASES[error.status],
                ),
                h11.Data(data=bytes(response.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
        self._abort_if_not_closed()

    def _is_idle(self) -> bool:
        busy = self.cycle is not None and not self.cycle.response_complete
        return not busy and not self.transport.is_closing()

    def _make_room(self) -> None:
        idle = [
            each
            for each in self.connections
            if isinstance(each, LimitedProtocol) and each is not self and each._is_idle()
        ]
        if idle:
            min(idle, key=lambda each: each._idle_since).transport.abort()
        elif len(self.connections) > self._limit + RESERVED // 2:
            self.transport.abort()
        else:
            self.app = _refuse

    def _abort_if_not_closed(self) -> None:
        # `close` waits until the client has read what was sent to it.
        self.loop.call_later(_CLOSE_SECONDS, self.transport.abort)

    def _request_is_late(self) -> None:
        self._request_timer = None
        if self.conn.trailing_data[0]:
            self._answer(RequestTimeout("The headers did not arrive in time."))
        else:
            self.transport.close()

    def _start_request_timer(self) -> None:
        if self._request_timer is None and not self.transport.is_closing():
            self._request_timer = self.loop.call_later(self._request_seconds, self._request_is_late)

    def _stop_request_timer(self) -> None:
        if self._request_timer is not None:
            self._request_timer.cancel()
            self._request_timer = None

    def _stop_write_timer(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None


class _StrictConnection(h11.Connection):
    """Refuses large headers, and bodies whose length is not certain.

    Two servers may read such a length differently (RFC 9112, 6.1). h11 has a limit of its own, but
    only for headers that arrive in parts.
    """

    def next_event(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Request):
            size = len(event.target) + sum(len(name) + len(value) for name, value in event.headers)
            if size > _HEADER_BYTES:
                raise h11.RemoteProtocolError("too large", error_status_hint=431)
            names = {name for name, _ in event.headers}
            if b"transfer-encoding" in names and (
                b"content-length" in names or event.http_version < b"1.1"
            ):
                raise h11.RemoteProtocolError("the length of the body is not certain")
        return event


def _problem(error: OnRecordError) -> Response:
    request_id = str(uuid_utils.uuid7())
    response = problem_response({"type": "http", "state": {"request_id": request_id}}, error)
    response.headers[HEADER] = request_id
    response.headers["Connection"] = "close"
    response.headers.update(SECURITY_HEADERS)
    time_request(NO_OPERATION, error.status, 0.0)
    _log.info("answered", request_id=request_id, operation=NO_OPERATION, status=error.status)
    return response


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    error = Overloaded("Too many connections are open. Try again.", retry_after=_RETRY_AFTER)
    await _problem(error)(scope, receive, send)
