"""Threads that send messages to webhooks, beside those that store the articles of jobs."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from service.errors import OnRecordError
from service.guard import describe
from service.storage.event_views import WebhookTurn
from service.storage.store import Store
from service.webhooks.deliver import Sender, SendingRules

_log = logging.getLogger("onrecord.webhooks")

LANES = 4
"""How many webhooks of one process are sent to at once."""

_IDLE_SECONDS = 1.0
_LONGEST_PAUSE = 10.0
_CLEAN_SECONDS = 300.0


class WebhookWorker:
    """Sends events to webhooks until it is stopped. Any number of workers share a database.

    It may be killed at any moment: another worker goes on when the turn of a webhook ends.
    """

    def __init__(
        self,
        store: Store,
        rules: SendingRules,
        *,
        is_sending: bool,
        event_days: int,
        lease_seconds: float,
    ) -> None:
        """Make a worker that does nothing yet.

        Args:
            store: Holds events and webhooks.
            rules: How messages are sent.
            is_sending: Whether it sends. It deletes old events in any case.
            event_days: Days after which events are deleted.
            lease_seconds: How long a turn lasts at most, if the worker is lost. A turn that is
                worked on takes less: what one begins, and one message.
        """
        self._store = store
        self._stopping = threading.Event()
        self._is_sending = is_sending
        self._event_days = event_days
        longest = rules.turn_seconds + 2 * rules.seconds
        self._lease = timedelta(seconds=max(lease_seconds, longest))
        self._sender = Sender(store, rules, self._stopping)
        self._free = threading.Semaphore(LANES)
        self._thread = threading.Thread(target=self._run, name="webhook-turns", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop_soon(self) -> None:
        """Begin no further message."""
        self._stopping.set()

    def stop(self, *, seconds: float) -> None:
        """Begin no further message, and wait for those that are being sent.

        Args:
            seconds: How long they may take. What is not finished is sent again by another worker.
        """
        self.stop_soon()
        deadline = time.monotonic() + seconds
        if self._thread.is_alive():
            self._thread.join(seconds)
        for _ in range(LANES):
            if not self._free.acquire(timeout=max(0.0, deadline - time.monotonic())):
                break

    def _run(self) -> None:
        pause, cleaned_at = _IDLE_SECONDS, -_CLEAN_SECONDS
        while not self._stopping.is_set():
            try:
                if time.monotonic() - cleaned_at >= _CLEAN_SECONDS:
                    while self._store.events.delete_old(days=self._event_days):
                        continue
                    cleaned_at = time.monotonic()
                is_idle = not (self._is_sending and self._begin_turn())
                pause = _IDLE_SECONDS
            except OnRecordError as error:
                _log.warning("events wait: %s", error.problem)
                is_idle, pause = True, min(2 * pause, _LONGEST_PAUSE)
            except Exception as error:  # The thread goes on, or no one would do its work.
                _log.error("work on webhooks failed: %s", describe(error))
                is_idle, pause = True, min(2 * pause, _LONGEST_PAUSE)
            if is_idle:
                self._stopping.wait(pause)

    def _begin_turn(self) -> bool:
        """Give a webhook to a free lane. Return whether there was one of each."""
        if not self._free.acquire(timeout=_IDLE_SECONDS):
            return False
        turn = None
        try:
            if self._store.webhooks.has_due():
                turn = self._store.webhooks.take_turn(lease=self._lease)
            if turn is not None:
                # Python waits for threads that are no daemons. A message may take longer.
                lane = threading.Thread(
                    target=self._work, args=(turn,), name="webhook-lane", daemon=True
                )
                lane.start()
        finally:
            if turn is None:
                self._free.release()
        return turn is not None

    def _work(self, turn: WebhookTurn) -> None:
        try:
            self._sender.work(turn)
        except OnRecordError as error:
            # The messages wait in the database. Those that were sent are sent again.
            _log.warning("results of messages wait: %s", error.problem)
        except Exception as error:
            _log.error("sending to a webhook failed: %s", describe(error))
        finally:
            self._free.release()
