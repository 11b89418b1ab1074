"""Tries become rarer, and do not all fall on one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from service.webhooks.retry import STANDARD_PLAN, RetryPlan

NOW = datetime(2026, 3, 14, tzinfo=UTC)


def waits(attempts: int, *, retry_after: int | None = None) -> set[timedelta]:
    found = [STANDARD_PLAN.next_try(attempts, NOW, retry_after=retry_after) for _ in range(20)]
    return {each - NOW for each in found if each}


def test_each_wait_is_longer_and_has_jitter() -> None:
    assert len(waits(2)) > 1
    for attempts in range(1, len(STANDARD_PLAN.waits)):
        assert max(waits(attempts)) < min(waits(attempts + 1))
    assert timedelta(days=3) < sum(map(min, map(waits, range(1, 10))), timedelta()) < timedelta(4)


def test_the_last_try_is_the_tenth() -> None:
    assert waits(9)
    assert waits(10) == set()


def test_a_receiver_may_ask_for_a_longer_wait_and_for_no_shorter_one() -> None:
    assert min(waits(1, retry_after=60)) >= timedelta(minutes=1)
    assert min(waits(2, retry_after=60)) >= timedelta(minutes=5)


def test_a_webhook_rests_longer_with_each_failure_up_to_a_bound() -> None:
    plan = RetryPlan(rest=1, longest_rest=10)
    rests = [(plan.rest_until(number, NOW) - NOW).total_seconds() for number in (1, 2, 3, 9, 5000)]
    assert rests == [1, 2, 4, 10, 10]
