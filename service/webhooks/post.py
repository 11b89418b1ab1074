"""Post one message to a receiver that may fail, be slow, or lie.

No redirect is followed. Of the answer, the status and `Retry-After` are read, and a little of the
body, so that an honest receiver can send it to its end. Nothing of it is kept or logged.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from service.webhooks.addresses import AddressRefused, Target, look_up, read_target

_MOST_BODY = 4_096
_MOST_RETRY_AFTER = 24 * 3600


class DeliveryError(StrEnum):
    """Why the last try failed. `name`: the host has no address. `address`: it has one that the
    server's settings do not allow. `connection`: it cannot be reached, or closed the connection.
    `tls`: the connection is not secure. `timeout`: it took too long. `protocol`: the answer is no
    HTTP. `status`: see `last_status`. `disabled`: the webhook was disabled before the first try.
    """

    NAME = "name"
    ADDRESS = "address"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    STATUS = "status"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class PostResult:
    """How a receiver answered."""

    status: int | None = None
    failure: DeliveryError | None = None
    retry_after: int | None = None
    """Seconds, where the receiver asks for them."""


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float,
    allow_private: bool,
) -> PostResult:
    """Post a message, and return how it was answered.

    Args:
        url: Where to.
        body: The message.
        headers: Beside those of HTTP itself.
        seconds: How long all of it may take, once the host's address is known.
        allow_private: Whether the URL may be `http:`, and the address one of this machine or of its
            networks.
    """
    target = read_target(url)
    if not target.is_secure and not allow_private:  # It was made under other settings.
        return PostResult(failure=DeliveryError.ADDRESS)
    try:
        address = look_up(target.host, target.port, allow_private=allow_private)
    except AddressRefused as refused:
        return PostResult(failure=DeliveryError(str(refused)))
    connection = _Connection(target, address, seconds=seconds)
    # A receiver that sends one byte now and then never exceeds the time of a single read.
    deadline = threading.Timer(seconds, connection.abort)
    deadline.daemon = True
    deadline.start()
    try:
        return _exchange(connection, target.path, body, headers)
    except ssl.SSLError:
        failure = DeliveryError.TLS
    except TimeoutError:
        failure = DeliveryError.TIMEOUT
    except (http.client.BadStatusLine, http.client.IncompleteRead, OSError):
        failure = DeliveryError.CONNECTION  # A connection that is closed has an empty status line.
    except (http.client.HTTPException, ValueError):
        failure = DeliveryError.PROTOCOL
    finally:
        deadline.cancel()
        connection.close()
    return PostResult(failure=DeliveryError.TIMEOUT if connection.is_late else failure)


def _exchange(
    connection: _Connection, path: str, body: bytes, headers: Mapping[str, str]
) -> PostResult:
    connection.request("POST", path, body, dict(headers))
    answer = connection.getresponse()
    if connection.is_late:  # The headers were cut off.
        return PostResult(failure=DeliveryError.TIMEOUT)
    # What follows the status changes nothing: the receiver has said whether it has the message.
    with suppress(OSError, http.client.HTTPException, ValueError):
        answer.read(_MOST_BODY)
    succeeded = 200 <= answer.status < 300
    return PostResult(
        status=answer.status,
        failure=None if succeeded else DeliveryError.STATUS,
        retry_after=None if succeeded else _seconds(answer.getheader("Retry-After")),
    )


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name of the host."""

    def __init__(self, target: Target, address: str, *, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        if target.is_secure:
            self.default_port = http.client.HTTPS_PORT  # The header `Host` leaves it out.
        self._is_secure, self._address, self._seconds = target.is_secure, address, seconds
        self.is_late = False

    def connect(self) -> None:
        """Connect, and begin TLS where the URL asks for it."""
        self.sock = socket.create_connection((self._address, self.port), self._seconds)
        self._require_time()
        if self._is_secure:
            self.sock = _tls().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._require_time()
            self.sock.do_handshake()

    def _require_time(self) -> None:
        """Check that the time was not over before there was this socket to be shut down."""
        if self.is_late:
            raise TimeoutError

    def abort(self) -> None:
        """End the connection because its time is over. Another thread may be reading from it."""
        self.is_late = True
        sock = self.sock
        if sock is not None:
            with suppress(OSError):
                # Not the method of a TLS socket, which drops its state while it is in use.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _seconds(value: str | None) -> int | None:
    """Return the seconds of `Retry-After`. A date is left out: clocks differ."""
    if value is None or not value.isascii() or not value.isdigit():
        return None
    return min(int(value[:10]), _MOST_RETRY_AFTER)
