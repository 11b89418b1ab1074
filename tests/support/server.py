"""A server in a process of its own, as an operator starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ONRECORD = (sys.executable, "-c", "from service.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Server:
    """A running `onrecord serve`."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """Return a new connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def exchange(self, sent: bytes) -> bytes:
        """Send bytes on a new connection, and return all that comes until the server closes."""
        with self.connect() as connection:
            connection.sendall(sent)
            return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """Return what comes until the server closes."""
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(
    directory: Path,
    *,
    ready: bool = True,
    files: int | None = None,
    port: int | None = None,
    command: Sequence[str] = ("serve",),
    prefix: Sequence[str] = (),
    **settings: object,
) -> Iterator[Server]:
    """Start a server, and stop it at the end.

    Args:
        directory: Where its database and its log are.
        ready: Whether to wait until it is ready.
        files: How many files it may open.
        port: Where it answers, or None for a free port.
        command: The command that serves, without its port.
        prefix: A command that starts it.
        settings: Names without `ONRECORD_`, in small letters. One engine reads unless they name
            another number.
    """
    port = port or free_port()
    environment = {
        **os.environ,
        "ONRECORD_DATABASE_URL": f"sqlite:///{directory / 'onrecord.db'}",
        "ONRECORD_ENGINES": "1",  # One for each core would take most of the time of a short test.
        **{f"ONRECORD_{name.upper()}": str(value) for name, value in settings.items()},
    }
    arguments = [*prefix, *ONRECORD, *command, "--port", str(port)]
    if files is not None:
        arguments = ["prlimit", f"--nofile={files}:{files}", *arguments]
    path = directory / "server.log"
    with path.open("ab") as log:
        process = subprocess.Popen(arguments, env=environment, stdout=log, stderr=log)
    server = Server(port, process, path)
    try:
        if ready:
            _wait_until_ready(server)
        yield server
    finally:
        if "--workers" in command:  # Killed, it would leave its workers behind.
            process.terminate()
            process.wait(timeout=30)
        process.kill()
        process.wait(timeout=20)


def _wait_until_ready(server: Server) -> None:
    for _ in range(600):
        assert server.process.poll() is None, server.log.read_text()
        try:
            if httpx.get(f"{server.url}/readyz", timeout=5, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server was not ready within a minute")
