"""What one worker has claimed: take items, keep them while they are worked on, give them back."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from uuid import UUID

import uuid_utils

from service.errors import OnRecordError
from service.ingest.jobs.article_job import ItemsOutcome
from service.storage.job_store import JobStore
from service.storage.job_views import ClaimedItem

_log = logging.getLogger("onrecord.jobs")

_LONGEST_PAUSE = 10.0
"""Seconds that a lane waits at most between two tries of the same thing."""


class ClaimedItems:
    """The items of one worker. Its threads share it.

    The worker's id is new with each start, so that a worker never takes up where another one, that
    was killed, has left its items.
    """

    def __init__(self, jobs: JobStore, stopping: threading.Event, *, lease: timedelta) -> None:
        self._jobs = jobs
        self._stopping = stopping
        self._lease = lease
        self._worker = UUID(bytes=uuid_utils.uuid7().bytes)
        self._held: set[ClaimedItem] = set()
        self._lock = threading.Lock()

    def take(self, *, limit: int, suspect: bool) -> list[ClaimedItem]:
        """Claim some items, or none if there are none.

        Args:
            limit: How many at most.
            suspect: Items with which a worker was lost before, and no others.
        """
        if self._stopping.is_set() or not self._jobs.has_work(suspect=suspect):
            return []
        items = self._jobs.claim(self._worker, limit=limit, suspect=suspect, lease=self._lease)
        with self._lock:
            self._held.update(items)
        return items

    def settle(self, outcome: ItemsOutcome, *, pause: float) -> None:
        """Write what became of items, and hand back what was not tried or has to wait.

        The database may be away: this is tried until the worker stops. Items of which nothing could
        be written stay held, and are handed back. Their articles are found stored.

        Args:
            outcome: What became of them.
            pause: Seconds for which items wait that met an error which passes.
        """
        waited = 0.5
        while True:
            try:
                if outcome.results:
                    self._jobs.finish(self._worker, outcome.results)
                if outcome.untried:
                    self._jobs.release(self._worker, outcome.untried)
                if outcome.delayed:
                    wait = timedelta(seconds=pause)
                    self._jobs.release(self._worker, outcome.delayed, wait=wait)
                break
            except OnRecordError as error:
                _log.warning("results of jobs wait: %s", error.problem)
                if self._stopping.wait(waited):
                    return
                waited = min(2 * waited, _LONGEST_PAUSE)
        with self._lock:
            self._held.difference_update(
                [result.item for result in outcome.results], outcome.untried, outcome.delayed
            )

    def keep(self) -> None:
        """Tell the database that the worker lives, if it holds any items."""
        with self._lock:
            held = list(self._held)
        if held:
            self._jobs.extend(self._worker, held, lease=self._lease)

    def forget(self, items: list[ClaimedItem]) -> None:
        """Let the leases of items end, because an error of ours ended the work on them."""
        with self._lock:
            self._held.difference_update(items)

    def give_back(self) -> None:
        """Hand back all items that are still held."""
        with self._lock:
            held = list(self._held)
            self._held.clear()
        if held:
            _log.info("%d articles of jobs are handed back", len(held))
            self._jobs.release(self._worker, held)
