"""Limit how many texts are read at once; answer 503 when the queue is full."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from service.errors import ClientGone, Overloaded
from service.ingest.ingest import TextReader
from service.speakers.article_reader import ReadArticle

_NEWEST = 0.2
"""The weight of the newest reading in the running mean of seconds."""
_LOOK_AGAIN = 0.2
"""How often a text that waits looks whether its client is still there, in seconds."""


class ReaderQueue:
    """A reader that reads a few texts at once, first come first served. Threads may share it.

    Reading is bound by the CPU: more texts at once make each slower and none faster. When too many
    texts wait, a client gets an answer at once that says when to try again. A text whose client
    left while it waited is not read; one that is being read is read to its end.
    """

    def __init__(self, reader: TextReader, *, queue_size: int, at_once: int = 1) -> None:
        self._reader = reader
        self._at_once = at_once
        self._queue_size = queue_size
        self._lock = threading.Lock()
        self._reading = 0
        self._waiting: deque[threading.Event] = deque()
        self._seconds = 1.0

    def read(self, text: str, *, is_gone: Callable[[], bool] = lambda: False) -> ReadArticle:
        """Wait for a turn, then return the quotations of a text and their speakers.

        Args:
            text: The text.
            is_gone: Whether the client left.

        Raises:
            Overloaded: The queue is full.
            ClientGone: The client left before its turn.
        """
        self._wait_for_turn(is_gone)
        try:
            if is_gone():
                raise ClientGone
            started = time.monotonic()
            try:
                return self._reader.read(text)
            finally:
                taken = time.monotonic() - started
                self._seconds += _NEWEST * (taken - self._seconds)
        finally:
            self._pass_turn_on()

    def _wait_for_turn(self, is_gone: Callable[[], bool]) -> None:
        turn = threading.Event()
        with self._lock:
            if self._reading < self._at_once:
                self._reading += 1
                return
            if len(self._waiting) >= self._queue_size:
                raise Overloaded(
                    "Too many texts are waiting to be read. Try again after a moment.",
                    retry_after=math.ceil(self._seconds * (self._queue_size + 1) / self._at_once),
                )
            self._waiting.append(turn)
        while not turn.wait(_LOOK_AGAIN):
            if is_gone():
                self._leave(turn)

    def _leave(self, turn: threading.Event) -> None:
        """Give up a place in the queue, unless its turn has come in this moment.

        Raises:
            ClientGone: The place is given up.
        """
        with self._lock:
            if not turn.is_set():
                self._waiting.remove(turn)
                raise ClientGone

    def _pass_turn_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._reading -= 1


@dataclass(frozen=True, slots=True)
class ClientReader:
    """The reader of one client, with a queue that other clients share."""

    queue: ReaderQueue
    is_gone: Callable[[], bool]
    """Whether the client left."""

    def read(self, text: str) -> ReadArticle:
        """Wait for a turn, then return the quotations of a text and their speakers.

        Raises:
            Overloaded: The queue is full.
            ClientGone: The client left before its turn.
        """
        return self.queue.read(text, is_gone=self.is_gone)
