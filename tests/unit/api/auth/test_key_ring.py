"""Keys are remembered for seconds: how often the database is asked, and when a key stops."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from service.api.auth.key_ring import KEY_SECONDS, MOST_KEYS, STALE_SECONDS, WAIT_SECONDS, KeyRing
from service.api.auth.keys import KeyText, make_key
from service.errors import NotReady
from service.storage.access import KeyView

KEY = make_key()
STORED = KeyView(
    id=uuid4(),
    prefix=KEY.prefix,
    digest=KEY.digest,
    owner="desk",
    scopes=("read",),
    created_at=datetime.now(UTC),
    revoked_at=None,
    last_used_at=None,
)


def _set_event() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Keys:
    """Stands for the store: counts what it is asked, and may fail."""

    stored: dict[str, KeyView] = field(default_factory=lambda: {KEY.prefix: STORED})
    asked: int = 0
    used: list[str] = field(default_factory=list)
    down: bool = False
    hangs: threading.Event = field(default_factory=_set_event)

    def find(self, prefix: str) -> KeyView | None:
        self._count()
        return self.stored.get(prefix)

    def any_made(self) -> bool:
        self._count()
        return bool(self.stored)

    def mark_used(self, prefix: str) -> None:
        self.used.append(prefix)
        if self.down:
            raise NotReady("The database does not answer.")

    def _count(self) -> None:
        assert self.hangs.wait(20)
        self.asked += 1
        if self.down:
            raise NotReady("The database does not answer.")


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


Case = Callable[[KeyRing, Keys, Clock], Coroutine[Any, Any, None]]


def run(case: Case) -> None:
    async def main() -> None:
        keys, clock = Keys(), Clock()
        await case(KeyRing(keys, clock=clock), keys, clock)  # type: ignore[arg-type]

    asyncio.run(main())


def test_a_key_is_looked_up_once_in_some_seconds() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        for _ in range(100):
            assert await ring.find(KEY) == STORED
        assert keys.asked == 1
        clock.now += KEY_SECONDS
        await ring.find(KEY)
        assert keys.asked == 2

    run(case)


def test_a_revoked_key_stops_within_the_time_that_is_stated() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        assert await ring.find(KEY)
        keys.stored[KEY.prefix] = replace(STORED, revoked_at=datetime.now(UTC))
        clock.now += KEY_SECONDS
        assert await ring.find(KEY) is None

    run(case)


def test_an_expired_key_stops_at_once_also_while_it_is_remembered() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        soon = datetime.now(UTC).timestamp() + 0.2
        keys.stored[KEY.prefix] = replace(STORED, expires_at=datetime.fromtimestamp(soon, UTC))
        assert await ring.find(KEY)
        await asyncio.sleep(0.25)
        assert await ring.find(KEY) is None
        assert keys.asked == 1

    run(case)


def test_requests_at_once_share_one_question() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        found = await asyncio.gather(*(ring.find(KEY) for _ in range(50)))
        assert found == [STORED] * 50
        assert keys.asked == 1

    run(case)


def test_a_request_that_is_given_up_does_not_take_the_answer_from_others() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        first, second = (asyncio.create_task(ring.find(KEY)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == STORED

    run(case)


def test_a_known_key_works_for_an_hour_without_the_database() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        assert await ring.find(KEY)
        keys.down = True
        clock.now += STALE_SECONDS - 2 * KEY_SECONDS
        asked = keys.asked
        for _ in range(9):
            assert await ring.find(KEY) == STORED
        assert keys.asked == asked + 1  # Not each request waits for a database that is down.
        with pytest.raises(NotReady):
            await ring.find(make_key())
        clock.now += 2 * KEY_SECONDS
        with pytest.raises(NotReady):
            await ring.find(KEY)

    run(case)


def test_a_known_key_waits_a_moment_for_a_database_that_hangs() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        assert await ring.find(KEY)
        keys.hangs.clear()
        clock.now += KEY_SECONDS
        begun = time.monotonic()
        try:
            for _ in range(3):
                assert await ring.find(KEY) == STORED
            assert time.monotonic() - begun < 2 * WAIT_SECONDS
            # Its answer replaces the old one as soon as it comes.
            keys.stored[KEY.prefix] = replace(STORED, revoked_at=datetime.now(UTC))
        finally:
            keys.hangs.set()
        while keys.asked < 2 or (ring.knows(KEY) and await ring.find(KEY)):
            assert time.monotonic() - begun < 20
            await asyncio.sleep(0.01)

    run(case)


def test_a_server_is_closed_once_it_saw_a_key_and_never_opens_again() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        keys.stored.clear()
        assert not await ring.has_keys()
        keys.stored[KEY.prefix] = STORED
        clock.now += KEY_SECONDS
        assert await ring.has_keys()
        keys.stored.clear()
        clock.now += STALE_SECONDS
        assert await ring.has_keys()
        assert keys.asked == 2

    run(case)


def test_the_key_of_another_secret_is_not_found() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        other = KeyText(KEY.prefix, make_key().text)
        assert await ring.find(other) is None
        assert await ring.find(KEY) == STORED
        assert ring.knows(KEY)
        assert not ring.knows(other)
        assert not ring.knows(make_key())

    run(case)


def test_the_use_is_stored_once_and_a_failure_to_store_it_harms_no_request() -> None:
    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        for _ in range(3):
            assert await ring.find(KEY)
            await asyncio.sleep(0.05)
        assert keys.used == [KEY.prefix]
        keys.down = True
        clock.now += STALE_SECONDS - 1
        assert await ring.find(KEY)
        keys.stored[KEY.prefix] = replace(STORED, last_used_at=datetime.now(UTC))

    run(case)


def test_no_more_answers_are_remembered_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.api.auth.key_ring.MOST_KEYS", 10)
    assert MOST_KEYS == 10_000

    async def case(ring: KeyRing, keys: Keys, clock: Clock) -> None:
        for _ in range(30):
            await ring.find(make_key())
        assert len(ring._known) == 10

    run(case)
