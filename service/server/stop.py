"""End a process that was asked to stop, also where a thread or a client holds it."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from types import FrameType

_log = logging.getLogger("onrecord.server")

_EXTRA_SECONDS = 1.0
"""How much longer than uvicorn's own limit a process may take to close what is open."""


def stop_with_parent() -> None:
    """Stop this process, if it is a worker, when the process that started it was killed.

    Otherwise it would go on to answer, without supervision, on a port that a new server needs.
    """
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        _log.warning("the process that started this worker is gone")
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


class StopDeadline:
    """Signal handlers that give a process `seconds` to stop after SIGTERM or SIGINT.

    The handlers that were there before are called first: those of uvicorn let requests finish. What
    still runs after the limit is abandoned. No stored article is lost, because the database rolls
    back what was not committed. A second signal of the same kind ends the process at once.
    """

    def __init__(self, *, seconds: float, on_stop: Callable[[], object] = lambda: None) -> None:
        """Set the handlers.

        Args:
            seconds: How long the process may take.
            on_stop: Is called at the first signal, in the handler.
        """
        self._seconds = seconds + _EXTRA_SECONDS
        self._on_stop = on_stop
        self._seen: set[int] = set()
        self._previous = {
            number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)
        }

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if number in self._seen:
            self._end(number)
        if not self._seen:
            deadline = threading.Timer(self._seconds, self._end, [number])
            deadline.daemon = True
            deadline.start()
            self._on_stop()
        self._seen.add(number)
        previous = self._previous[signal.Signals(number)]
        if callable(previous):
            previous(number, frame)

    def _end(self, number: int) -> None:
        _log.warning("stopped with work unfinished")
        os._exit(128 + number)
