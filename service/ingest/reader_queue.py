"""Limit how many texts are read at once; answer 503 when the queue is full."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from service.errors import ClientGone, Overloaded
from service.ingest.article_rows import TextReader
from service.observability.metrics import time_stage
from service.speakers.article_reader import ReadArticle

LONG_CHARACTERS = 20_000
"""A text with more characters is long. It has some 3,300 words, five times a news article."""

_NEWEST = 0.2
"""The weight of the newest reading in the running means of seconds."""
_LONGEST_RETRY = 60
"""The most seconds after which a refused client is asked to come again.

Asking once a minute costs nothing. How long long texts take varies too much to promise more.
"""
_LOOK_AGAIN = 0.2
"""How often a text that waits looks whether its client is still there, in seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """One text that waits, or that is being read."""

    is_long: bool
    turn: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class ReaderLoad:
    """How busy a queue and its reader are."""

    waiting: int
    """Texts of clients that wait for their turn."""
    background: int
    """Texts in the background that wait."""
    reading: int
    """Texts that are being read."""
    engines: int
    """How many can be read at once."""


class ReaderQueue:
    """A reader that reads a few texts at once, first come first served. Threads may share it.

    Reading is bound by the CPU: more texts at once make each slower and none faster. When too many
    texts wait, a client gets an answer at once that says when to try again. A text whose client
    left while it waited is not read; one that is being read is read to its end.

    Two kinds of texts give way:

    - **Long ones.** One of the places to read is never theirs, so that no short text waits for a
      long one to end. They fill half of the queue at most. With one place all texts are alike.
    - **Those in the background,** such as the articles of a batch. They take no turn that a client
      who waits could take. They wait outside of the queue, and its size does not limit them.
    """

    def __init__(self, reader: TextReader, *, queue_size: int, at_once: int = 1) -> None:
        self._reader = reader
        self._at_once = at_once
        self._long_at_once = max(1, at_once - 1)
        self._queue_size = queue_size
        self._long_queue_size = queue_size if at_once == 1 else math.ceil(queue_size / 2)
        self._lock = threading.Lock()
        self._reading = 0
        self._long_reading = 0
        self._waiting: deque[_Waiting] = deque()
        self._background: deque[_Waiting] = deque()
        self._seconds = {False: 1.0, True: 1.0}  # By whether a text is long.

    def read(
        self,
        text: str,
        *,
        is_gone: Callable[[], bool] = lambda: False,
        background: bool = False,
    ) -> ReadArticle:
        """Wait for a turn, then return the quotations of a text and their speakers.

        Args:
            text: The text.
            is_gone: Whether the client left, or the work was cancelled.
            background: Whether texts of clients who wait are read first.

        Raises:
            Overloaded: The queue is full. Never in the background.
            ClientGone: The client left before its turn.
        """
        turn = _Waiting(is_long=len(text) > LONG_CHARACTERS)
        asked = time.monotonic()
        self._wait_for_turn(turn, is_gone, background=background)
        try:
            if is_gone():
                raise ClientGone
            started = time.monotonic()
            time_stage("queue", started - asked)
            try:
                return self._reader.read(text)
            finally:
                taken = time.monotonic() - started
                mean = self._seconds[turn.is_long]
                self._seconds[turn.is_long] = mean + _NEWEST * (taken - mean)
        finally:
            self._end_turn(turn)

    def require_room(self) -> None:
        """Check that a text may be read or may wait. It waits for nothing.

        Raises:
            Overloaded: The queue is full.
        """
        with self._lock:
            if self._reading >= self._at_once and len(self._waiting) >= self._queue_size:
                raise self._overloaded()

    def load(self) -> ReaderLoad:
        """Return how many texts wait and are read at this moment."""
        with self._lock:
            return ReaderLoad(
                waiting=len(self._waiting),
                background=len(self._background),
                reading=self._reading,
                engines=self._at_once,
            )

    def _wait_for_turn(
        self, turn: _Waiting, is_gone: Callable[[], bool], *, background: bool
    ) -> None:
        queue = self._background if background else self._waiting
        with self._lock:
            queue.append(turn)
            self._give_turns()
            if turn.turn.is_set():
                return
            if not background and self._is_over(turn):
                queue.remove(turn)
                raise self._overloaded()
        while not turn.turn.wait(_LOOK_AGAIN):
            if is_gone():
                self._leave(turn, queue)

    def _overloaded(self) -> Overloaded:
        before = self._reading + len(self._waiting)
        long = self._long_reading + sum(each.is_long for each in self._waiting)
        seconds = long * self._seconds[True] + (before - long) * self._seconds[False]
        return Overloaded(
            "Too many texts are waiting to be read. Try again after a moment.",
            retry_after=min(_LONGEST_RETRY, math.ceil(seconds / self._at_once)),
        )

    def _is_over(self, turn: _Waiting) -> bool:
        """Return whether the queue has no room for `turn`, which is its last."""
        long = sum(each.is_long for each in self._waiting) if turn.is_long else 0
        return len(self._waiting) > self._queue_size or long > self._long_queue_size

    def _leave(self, turn: _Waiting, queue: deque[_Waiting]) -> None:
        """Give up a place in the queue, unless its turn has come in this moment.

        Raises:
            ClientGone: The place is given up.
        """
        with self._lock:
            if not turn.turn.is_set():
                queue.remove(turn)
                raise ClientGone

    def _end_turn(self, turn: _Waiting) -> None:
        with self._lock:
            self._reading -= 1
            self._long_reading -= turn.is_long
            self._give_turns()

    def _give_turns(self) -> None:
        """Let texts begin while there is room: of clients first, then of the background."""
        while self._reading < self._at_once and (chosen := self._next_turn()):
            self._reading += 1
            self._long_reading += chosen.is_long
            chosen.turn.set()

    def _next_turn(self) -> _Waiting | None:
        """Take the text that may begin now out of its queue, or return None."""
        for queue in (self._waiting, self._background):
            for each in queue:
                if not each.is_long or self._long_reading < self._long_at_once:
                    queue.remove(each)
                    return each
        return None


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
