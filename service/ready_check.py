"""Asks whether the process can answer, and waits for no more than a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from service.errors import NotReady

_SECONDS = 0.8


class ReadyCheck:
    """Asks in a thread of its own, so that busy threads do not hold it up.

    One question is asked at a time: where the database hangs, all wait for the same one.
    """

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ready")
        self._asked: Future[None] | None = None

    async def require_ready(self) -> None:
        """Raise the error with which `ask` fails, or `NotReady` if it takes too long."""
        if self._asked is None or self._asked.done():
            self._asked = self._thread.submit(self._ask)
        answer = asyncio.wrap_future(self._asked)
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        done, _ = await asyncio.wait({answer}, timeout=_SECONDS)
        if not done:
            raise NotReady("The database did not answer within a second.")
        answer.result()
