"""A worker: threads that store the articles of jobs, while other threads answer requests."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from service.errors import OnRecordError
from service.guard import describe
from service.ingest.ingest import Ingestor
from service.ingest.jobs.article_job import ingest_items
from service.ingest.jobs.queue import ClaimedItems
from service.ingest.jobs.turns import SharedTurns
from service.ingest.reader_queue import ReaderQueue
from service.speakers.article_reader import ReadArticle
from service.storage.job_views import ClaimedItem
from service.storage.store import Store

_log = logging.getLogger("onrecord.jobs")

ITEMS_AT_ONCE = 16
"""How many articles a thread takes at once. To claim, store and finish them are three transactions.
While they are stored on SQLite, no one else writes. What a lost worker had is tried one by one."""

_IDLE_SECONDS = 1.0
_LONGEST_TICK = 5.0
_CLEAN_TICKS = 60
_LONGEST_PAUSE = 10.0
_DELAY_SECONDS = 2.0
"""How long an item waits that met an error which passes."""


class LaneProgress(Enum):
    """What a thread did in one turn."""

    MADE = auto()
    IDLE = auto()
    DELAYED = auto()
    """An error came that passes."""


@dataclass(frozen=True, slots=True)
class _BackgroundReader:
    """A reader for articles for which no client waits."""

    queue: ReaderQueue
    stopping: threading.Event

    def read(self, text: str) -> ReadArticle:
        """Wait for a turn that no client takes, and return what the text holds.

        Raises:
            ClientGone: The worker stops.
        """
        return self.queue.read(text, is_gone=self.stopping.is_set, background=True)


class JobWorker:
    """Stores the articles of jobs, with some threads, until it is stopped.

    It may be killed at any moment: its items go to another worker when their lease ends. Such items
    are tried again one at a time, with no other article beside them, since one of them may be what
    ended the worker.
    """

    def __init__(
        self,
        reader: ReaderQueue,
        store: Store,
        *,
        lanes: int,
        lease_seconds: float,
        job_days: int,
    ) -> None:
        """Make a worker that does nothing yet.

        Args:
            reader: Reads texts. Clients come before the worker.
            store: Holds jobs and articles.
            lanes: How many threads read and store articles. A worker with 0 only deletes old jobs.
            lease_seconds: How long its items are kept for it once it is lost.
            job_days: Days after which a finished job is deleted.
        """
        self._store = store
        self._stopping = threading.Event()
        self._work_came = threading.Event()
        self._watching = threading.Lock()
        self._items = ClaimedItems(
            store.jobs, self._stopping, lease=timedelta(seconds=lease_seconds)
        )
        # Three ticks may fail before a lease ends.
        self._tick_seconds = min(_LONGEST_TICK, lease_seconds / 4)
        self._ingestor = Ingestor(_BackgroundReader(reader, self._stopping), store)
        self._read_at_once = reader.load().engines
        self._turns = SharedTurns()
        self._suspects = threading.Event()
        self._job_days = job_days
        self._threads = [
            threading.Thread(target=self._run_lane, name=f"job-lane-{number}", daemon=True)
            for number in range(lanes)
        ]
        keeper = threading.Thread(target=self._run_keeper, name="job-keeper", daemon=True)
        self._threads.append(keeper)
        self._takes_items = lanes > 0

    def start(self) -> None:
        """Begin to take items."""
        for thread in self._threads:
            thread.start()

    def notify(self) -> None:
        """Look for items at once, because a job has come."""
        self._work_came.set()

    def stop(self, *, seconds: float) -> None:
        """Take no more items, finish those that are being read, and hand back the others.

        Args:
            seconds: How long the articles that are being read may take.
        """
        self._stopping.set()
        self._work_came.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - time.monotonic()))
        # Where the database is away, the leases end by themselves.
        with suppress(OnRecordError):
            self._items.give_back()

    def _run_lane(self) -> None:
        pause = _IDLE_SECONDS
        while not self._stopping.is_set():
            try:
                progress = self._work()
            except OnRecordError as error:
                _log.warning("jobs wait: %s", error.problem)
                progress = LaneProgress.DELAYED
            except Exception as error:  # The thread goes on, or no one would do its work.
                _log.error("work on a job failed: %s", describe(error))
                progress = LaneProgress.DELAYED
            match progress:
                case LaneProgress.MADE:
                    pause = _IDLE_SECONDS
                case LaneProgress.IDLE:
                    self._wait_for_work()
                case LaneProgress.DELAYED:
                    self._stopping.wait(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)

    def _wait_for_work(self) -> None:
        """Wait until there may be items. Idle threads take turns, so that one asks in a second."""
        with self._watching:
            if not self._stopping.is_set():
                self._work_came.wait(_IDLE_SECONDS)
                self._work_came.clear()

    def _work(self) -> LaneProgress:
        """Work on some items, or on one item alone that may have ended a worker."""
        if self._suspects.is_set():
            with self._turns.alone():
                items = self._items.take(limit=1, suspect=True)
                if items:
                    return self._ingest(items)
                self._suspects.clear()
        with self._turns.shared():
            return self._ingest(self._items.take(limit=ITEMS_AT_ONCE, suspect=False))

    def _ingest(self, items: list[ClaimedItem]) -> LaneProgress:
        if not items:
            return LaneProgress.IDLE
        self._work_came.set()  # There may be more, for a thread that is idle.
        try:
            outcome = ingest_items(self._ingestor, self._store, items, at_once=self._read_at_once)
            self._items.settle(outcome, pause=_DELAY_SECONDS)
        except Exception:
            # Kept, they would stay with this worker until it stops. So they are tried again alone.
            self._items.forget(items)
            raise
        return LaneProgress.DELAYED if outcome.delayed else LaneProgress.MADE

    def _run_keeper(self) -> None:
        """Extend the worker's leases, look after the items of others, and delete old jobs."""
        tick = 0
        while not self._stopping.is_set():
            try:
                if self._takes_items:
                    self._keep()
                if tick % _CLEAN_TICKS == 0:
                    self._store.jobs.delete_old(days=self._job_days)
            except OnRecordError as error:
                _log.warning("leases of jobs wait: %s", error.problem)
            except Exception as error:
                _log.error("keeping the leases of jobs failed: %s", describe(error))
            tick += 1
            self._stopping.wait(self._tick_seconds)

    def _keep(self) -> None:
        self._items.keep()
        self._store.jobs.recover()
        if self._store.jobs.has_work(suspect=True):
            self._suspects.set()
