"""The keys that callers use now, remembered for seconds, so that few requests ask the database."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from service.api.auth.keys import NO_DIGEST, KeyText
from service.errors import NotReady, OnRecordError, Overloaded
from service.storage.access import KeyView
from service.storage.key_store import USE_IS_STORED_EVERY, KeyStore

Result = TypeVar("Result")

KEY_SECONDS = 5.0
"""How long the database's answer holds: a revoked key stops within this time."""

STALE_SECONDS = 3600.0
"""How long it holds at most while the database does not answer: metrics are needed then."""

WAIT_SECONDS = 0.5
"""How long a request waits for a newer answer where there is an old one."""

MOST_KEYS = 10_000
_THREADS = 4
_NOTE_SECONDS = 60.0  # How soon it is tried again to store that a key is used.
_ANY = ""  # No key has this prefix: under it is remembered that there are no keys yet.


@dataclass(slots=True)
class _Known:
    answer: KeyView | bool | None
    at: float
    fresh_until: float


class KeyRing:
    """Finds keys by their text. It belongs to one event loop.

    Requests that ask for the same key at once share one question. The questions have threads of
    their own, so that a busy server still recognises its callers.
    """

    def __init__(self, keys: KeyStore, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.keys = keys
        self._clock = clock
        self._closed = False
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._asked: dict[str, asyncio.Task[KeyView | bool | None]] = {}
        self._noted: dict[str, float] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._threads = CapacityLimiter(_THREADS)
        self._writer = CapacityLimiter(1)

    async def has_keys(self) -> bool:
        """Return whether a key was ever made. Once true, it stays true."""
        if not self._closed:
            self._closed = bool(await self._ask(_ANY, self.keys.any_made))
        return self._closed

    def knows(self, key: KeyText) -> bool:
        """Return whether this key was valid a moment ago, without asking the database."""
        known = self._known.get(key.prefix)
        stored = known.answer if known else None
        return isinstance(stored, KeyView) and key.fits(stored.digest)

    async def find(self, key: KeyText) -> KeyView | None:
        """Return the stored key with this text, or None where it is unknown, revoked or expired."""
        stored = await self._find(key.prefix)
        fits = key.fits(NO_DIGEST if stored is None else stored.digest)
        return self._used(stored) if fits else None

    async def find_signed_in(self, prefix: str) -> KeyView | None:
        """Return the stored key of a session, or None where it is unknown, revoked or expired.

        The caller has checked the session's signature.
        """
        return self._used(await self._find(prefix))

    async def _find(self, prefix: str) -> KeyView | None:
        found = await self._ask(prefix, lambda: self.keys.find(prefix))
        return found if isinstance(found, KeyView) else None

    def _used(self, stored: KeyView | None) -> KeyView | None:
        if stored is None or not _holds(stored):
            return None
        self._note_use(stored)
        return stored

    async def _ask(
        self, name: str, ask: Callable[[], KeyView | bool | None]
    ) -> KeyView | bool | None:
        known = self._known.get(name)
        if known is not None and self._clock() < known.fresh_until:
            self._known.move_to_end(name)
            return known.answer
        task = self._asked.get(name)
        if task is None:
            task = asyncio.create_task(self._learn(name, ask))
            self._asked[name] = task
            task.add_done_callback(lambda done: self._end_question(name, done))
        if known is None or self._clock() - known.at >= STALE_SECONDS:
            # Shielded, because another request may wait for the same answer.
            return await asyncio.shield(task)
        try:
            return await asyncio.wait_for(asyncio.shield(task), WAIT_SECONDS)
        except (NotReady, Overloaded, TimeoutError):
            # The question may go on for seconds. If it is answered, that answer replaces this one.
            known.fresh_until = self._clock() + KEY_SECONDS
            return known.answer

    def _end_question(self, name: str, task: asyncio.Task[KeyView | bool | None]) -> None:
        self._asked.pop(name, None)
        if not task.cancelled():
            task.exception()  # The storage has logged it, and perhaps no request waits any more.

    async def _learn(
        self, name: str, ask: Callable[[], KeyView | bool | None]
    ) -> KeyView | bool | None:
        asked_at = self._clock()
        answer = await to_thread.run_sync(ask, limiter=self._threads)
        self._known[name] = _Known(answer, asked_at, asked_at + KEY_SECONDS)
        self._known.move_to_end(name)
        if len(self._known) > MOST_KEYS:
            self._known.popitem(last=False)
        return answer

    def _note_use(self, key: KeyView) -> None:
        every = USE_IS_STORED_EVERY
        now = self._clock()
        lately = key.last_used_at is not None and datetime.now(UTC) - key.last_used_at < every
        if lately or now - self._noted.get(key.prefix, -_NOTE_SECONDS) < _NOTE_SECONDS:
            return
        self._noted[key.prefix] = now
        # No request waits for this write.
        task = asyncio.create_task(self._store_use(key.prefix))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _store_use(self, prefix: str) -> None:
        try:
            await to_thread.run_sync(self.keys.mark_used, prefix, limiter=self._writer)
        except OnRecordError:
            self._noted.pop(prefix, None)  # Only a date in a list is missing. Try again later.


def _holds(key: KeyView) -> bool:
    expired = key.expires_at is not None and key.expires_at <= datetime.now(UTC)
    return key.revoked_at is None and not expired
