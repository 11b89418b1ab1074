"""A receiver of webhooks in this process that does what a test says: fail, be slow, or lie."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.support.processes import wait_until

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Behaviour = bytes | Callable[[socket.socket], None]
"""The answer as bytes, or what to do with the connection once the request was read."""


@dataclass(frozen=True, slots=True)
class Received:
    """One request."""

    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        return json.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """Answers with each of `script` once, and with `otherwise` from then on."""

    port: int
    scheme: str = "http"
    script: list[Behaviour] = field(default_factory=list)
    otherwise: Behaviour = OK
    received: list[Received] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook?desk=night"

    def wait_for(self, number: int) -> list[Received]:
        """Wait until so many requests came, and return all."""
        wait_until(lambda: len(self.received) >= number)
        return list(self.received)


@contextmanager
def running_receiver(*, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Listen on a free port, and answer each connection in a thread of its own."""
    server = socket.create_server(("127.0.0.1", 0))
    receiver = Receiver(server.getsockname()[1], "https" if tls else "http")
    lock = threading.Lock()

    def answer(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(20)
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            request = _read(connection)
            with lock:
                behaviour = receiver.script.pop(0) if receiver.script else receiver.otherwise
                receiver.received.append(request)
            if isinstance(behaviour, bytes):
                connection.sendall(behaviour)
            else:
                behaviour(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        # A socket that is closed while another thread accepts goes on to listen.
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def status(line: str, *headers: str, body: bytes = b"") -> bytes:
    """Return an answer with this status."""
    lines = [f"HTTP/1.1 {line}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def _read(connection: socket.socket) -> Received:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            raise OSError("the client is gone")
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    while len(body) < int(headers["content-length"]):
        body += connection.recv(65536)
    return Received(headers, body)
