"""A server that is killed with SIGKILL and started again where it was."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from service.evaluation.process_tree import list_tree
from tests.support.processes import is_running, wait_until
from tests.support.server import Server, free_port, running_server


class KilledServer:
    """An `onrecord serve` with a port of its own, which stays the same."""

    def __init__(self, directory: Path, **options: object) -> None:
        self.kills = 0
        self._directory = directory
        self._port = free_port()
        self._options = options
        self._stack = ExitStack()
        self.server: Server

    def __enter__(self) -> KilledServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self, *, ready: bool = True) -> None:
        opened = running_server(self._directory, port=self._port, ready=ready, **self._options)  # type: ignore[arg-type]
        self.server = self._stack.enter_context(opened)

    def kill(self) -> None:
        """Kill it, and wait until all that it had started has ended by itself."""
        pid = self.server.process.pid
        tree = list_tree(pid)
        self.server.process.kill()
        self.server.process.wait()
        self.kills += 1
        wait_until(lambda: not any(map(is_running, tree)))
        self._stack.close()
