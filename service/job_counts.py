"""Count jobs and messages for the metrics, without waiting for the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from service.errors import OnRecordError
from service.observability.metrics import show_deliveries, show_jobs

_OLD_SECONDS = 5.0
_WAIT_SECONDS = 0.2


class JobCounts:
    """Counts in a thread of its own, once in five seconds at most, one count at a time.

    Where the database does not answer, the metrics keep what they showed before.
    """

    def __init__(
        self,
        count_jobs: Callable[[], Mapping[str, int]],
        count_messages: Callable[[], Mapping[str, int]],
    ) -> None:
        self._count_jobs, self._count_messages = count_jobs, count_messages
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job-counts")
        self._counting: Future[None] | None = None
        self._counted_at = -_OLD_SECONDS

    async def show(self) -> None:
        """Show how many jobs and messages are in each state, as far as a moment allows."""
        if self._counting is None or self._counting.done():
            if time.monotonic() - self._counted_at < _OLD_SECONDS:
                return
            self._counting = self._thread.submit(self._show)
        await asyncio.wait({asyncio.wrap_future(self._counting)}, timeout=_WAIT_SECONDS)

    def _show(self) -> None:
        try:
            show_jobs(self._count_jobs())
            show_deliveries(self._count_messages())
        except OnRecordError:
            return  # The storage has logged it.
        self._counted_at = time.monotonic()
