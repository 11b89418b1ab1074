"""Claims of requests, on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from service.errors import IdempotencyKeyReused, RequestInFlight
from service.storage.replay_store import CLAIM_LEASE, FirstAnswer, IdempotentRequest
from service.storage.store import Store

DAY = timedelta(days=1)
REQUEST = IdempotentRequest(key="a" * 64, fingerprint="b" * 64)
ANSWER = FirstAnswer(status=201, location="/v1/articles/1", fingerprint="b" * 64)


def claimed(store: Store, request: IdempotentRequest = REQUEST) -> str:
    claim = store.replays.claim(request, keep=DAY)
    assert isinstance(claim, str)
    return claim


def test_a_finished_request_is_answered_as_before(store: Store) -> None:
    store.replays.finish(claimed(store), ANSWER)

    assert store.replays.claim(REQUEST, keep=DAY) == ANSWER


def test_a_request_in_flight_is_refused_until_it_is_released(store: Store) -> None:
    claim = claimed(store)
    with pytest.raises(RequestInFlight):
        store.replays.claim(REQUEST, keep=DAY)

    store.replays.release(claim)

    assert claimed(store) != claim


def test_another_request_with_the_key_is_refused_before_and_after(store: Store) -> None:
    other = IdempotentRequest(key=REQUEST.key, fingerprint="c" * 64)
    claim = claimed(store)
    with pytest.raises(IdempotencyKeyReused):
        store.replays.claim(other, keep=DAY)

    store.replays.finish(claim, ANSWER)

    with pytest.raises(IdempotencyKeyReused):
        store.replays.claim(other, keep=DAY)


def test_a_key_is_forgotten_when_it_expires(store: Store) -> None:
    claim = store.replays.claim(REQUEST, keep=timedelta(0))
    assert isinstance(claim, str)
    store.replays.finish(claim, ANSWER)

    assert isinstance(store.replays.claim(REQUEST, keep=DAY), str)


def test_the_claim_of_a_server_that_died_is_taken_over(store: Store) -> None:
    """The first one, if it lives after all, no longer changes what is remembered."""
    first = claimed(store)
    with store._database.writes.begin() as connection:
        connection.execute(
            text("UPDATE idempotency_keys SET lease_until = :then"),
            {"then": "2020-01-01 00:00:00.000000+00:00"},
        )

    second = claimed(store)
    store.replays.finish(first, FirstAnswer(500, None, "d" * 64))
    store.replays.release(first)
    store.replays.finish(second, ANSWER)

    assert first != second
    assert store.replays.claim(REQUEST, keep=DAY) == ANSWER
    assert timedelta(seconds=9) < CLAIM_LEASE < timedelta(seconds=31)


def test_one_of_many_at_once_has_the_claim(store: Store) -> None:
    claims: list[str] = []
    refused: list[RequestInFlight] = []
    begin = threading.Barrier(8)

    def claim() -> None:
        begin.wait()
        try:
            claims.append(claimed(store))
        except RequestInFlight as error:
            refused.append(error)

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert (len(claims), len(refused)) == (1, 7)
