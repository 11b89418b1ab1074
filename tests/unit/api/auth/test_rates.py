"""Token buckets: what is allowed, in any order of requests and at any speed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.auth.rates import Rate, TokenBuckets, read_rate

RATES = st.builds(Rate, st.integers(1, 50), st.sampled_from([1, 60, 3600]))
# Quarters of seconds are exact as floats.
PAUSES = st.lists(st.integers(0, 400).map(lambda quarters: quarters / 4), max_size=60)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@given(RATES, PAUSES)
def test_no_stretch_of_time_allows_more_than_the_quota_and_its_refill(
    rate: Rate, pauses: list[float]
) -> None:
    clock = Clock()
    buckets = TokenBuckets(most=1, clock=clock)
    allowed = []
    for pause in pauses:
        clock.now += pause
        if buckets.take("a", rate).allowed:
            allowed.append(clock.now)
    for first, start in enumerate(allowed):
        for last, end in enumerate(allowed[first:], start=1):
            assert last <= rate.quota + (end - start) * rate.quota / rate.seconds + 1e-6


@given(RATES, PAUSES)
def test_waiting_as_long_as_it_says_is_enough(rate: Rate, pauses: list[float]) -> None:
    clock = Clock()
    buckets = TokenBuckets(most=1, clock=clock)
    for pause in pauses:
        clock.now += pause
        taken = buckets.take("a", rate)
        assert 0 <= taken.remaining < rate.quota
        assert 0 <= taken.full_in <= rate.seconds
        if not taken.allowed:
            assert taken.remaining == 0
            assert taken.retry_after >= 1
            clock.now += taken.retry_after
            assert buckets.take("a", rate).allowed


@given(RATES, PAUSES)
def test_what_remains_is_allowed_at_once_and_no_more(rate: Rate, pauses: list[float]) -> None:
    clock = Clock()
    buckets = TokenBuckets(most=1, clock=clock)
    for pause in pauses:
        clock.now += pause
        buckets.take("a", rate)
    left = buckets.peek("a", rate).remaining
    assert [buckets.take("a", rate).allowed for _ in range(left + 1)] == [True] * left + [False]


@given(RATES)
def test_requests_that_are_spaced_evenly_are_never_refused(rate: Rate) -> None:
    clock = Clock()
    buckets = TokenBuckets(most=1, clock=clock)
    for _ in range(rate.quota):
        buckets.take("a", rate)
    for _ in range(3 * rate.quota):
        clock.now += rate.seconds / rate.quota + 1e-6
        assert buckets.take("a", rate).allowed


@given(st.lists(st.text(max_size=3), max_size=200))
def test_no_more_buckets_are_kept_than_said(callers: list[str]) -> None:
    buckets = TokenBuckets(most=5)
    for caller in callers:
        buckets.take(caller, Rate(10, 60))
    assert len(buckets) <= 5


def test_callers_do_not_share_a_bucket() -> None:
    buckets = TokenBuckets(most=5, clock=Clock())
    assert buckets.take("a", Rate(1, 60)).allowed
    assert not buckets.take("a", Rate(1, 60)).allowed
    assert buckets.take("b", Rate(1, 60)).allowed


def test_a_look_takes_nothing() -> None:
    buckets = TokenBuckets(most=5, clock=Clock())
    assert all(buckets.peek("a", Rate(1, 60)).allowed for _ in range(3))


@pytest.mark.parametrize("text", ["600/min", "10/s", "5000/h"])
def test_a_rate_is_written_as_it_is_read(text: str) -> None:
    assert str(read_rate(text)) == text


@pytest.mark.parametrize("text", ["", "0/s", "-1/s", "10", "10/day", "1.5/s", " 1/s", "1/s\n"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    assert read_rate(text) is None
