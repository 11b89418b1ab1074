"""A gate in front of the engine: how many texts are read at once, and how many may wait."""

from __future__ import annotations

import math
import threading
import time

from service.errors import Overloaded
from service.ingest.ingest import TextReader
from service.speakers.article_reader import ReadArticle

# How much the newest reading counts in the running mean of their seconds.
_NEWEST = 0.2


class Gate:
    """A reader that reads a few texts at a time. Safe to share between threads.

    Reading is bound by the CPU: more texts at once make each slower and none faster. Beyond those
    that wait, a client is told at once when to come again, instead of waiting for a timeout.
    """

    def __init__(self, reader: TextReader, *, queue_size: int, at_once: int = 1) -> None:
        self._reader = reader
        self._at_once = at_once
        self._places = threading.BoundedSemaphore(at_once + queue_size)
        self._turns = threading.BoundedSemaphore(at_once)
        self._queue_size = queue_size
        self._seconds = 1.0

    def read(self, text: str) -> ReadArticle:
        """A text -> its quotations and their speakers, once it is its turn.

        Raises:
            Overloaded: as many texts wait as may wait.
        """
        if not self._places.acquire(blocking=False):
            raise Overloaded(
                "Too many texts are waiting to be read. Try again after a moment.",
                retry_after=math.ceil(self._seconds * (self._queue_size + 1) / self._at_once),
            )
        try:
            with self._turns:
                started = time.monotonic()
                try:
                    return self._reader.read(text)
                finally:
                    taken = time.monotonic() - started
                    self._seconds += _NEWEST * (taken - self._seconds)
        finally:
            self._places.release()
