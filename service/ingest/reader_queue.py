"""Limits how many texts are read at once; answers 503 when the queue is full."""

from __future__ import annotations

import math
import threading
import time

from service.errors import Overloaded
from service.ingest.ingest import TextReader
from service.speakers.article_reader import ReadArticle

# The weight of the newest reading in the running mean of seconds.
_NEWEST = 0.2


class ReaderQueue:
    """A reader that reads a few texts at once. Safe to share between threads.

    Reading is bound by the CPU: more texts at once make each slower and none faster. When too many
    texts wait, a client gets an answer at once that says when to try again.
    """

    def __init__(self, reader: TextReader, *, queue_size: int, at_once: int = 1) -> None:
        self._reader = reader
        self._at_once = at_once
        self._places = threading.BoundedSemaphore(at_once + queue_size)
        self._turns = threading.BoundedSemaphore(at_once)
        self._queue_size = queue_size
        self._seconds = 1.0

    def read(self, text: str) -> ReadArticle:
        """Wait for a turn, then return the quotations of a text and their speakers.

        Raises:
            Overloaded: the queue is full.
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
