"""Statistics of requests: percentiles of good answers, and refusals that say when to come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.load.samples import (
    Sample,
    nearest_rank,
    summarise_operations,
    summarise_samples,
)


def _sample(
    milliseconds: float = 10.0,
    *,
    operation: str = "listQuotes",
    status: int = 200,
    told_when: bool = False,
    in_time: bool = True,
) -> Sample:
    return Sample(operation, milliseconds / 1000, status, told_when, in_time)


@pytest.mark.parametrize(("share", "value"), [(50, 50), (95, 95), (99, 99), (100, 100), (1, 1)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(
    share: int, value: int
) -> None:
    assert nearest_rank(range(1, 101), share) == value


def test_there_is_no_percentile_of_nothing() -> None:
    assert nearest_rank([], 95) is None


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_no_more_than_the_rest_exceed_a_percentile(values: list[float], share: int) -> None:
    found = nearest_rank(sorted(values), share)
    assert found is not None
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * share / 100
    assert sum(value < found for value in values) < len(values) * share / 100


def test_times_are_those_of_good_answers_alone() -> None:
    slow = [_sample(9_000, status=503, told_when=True), _sample(9_000, status=500)]
    found = summarise_samples("reads", [_sample(5), _sample(15), *slow], seconds=2)
    assert (found.p50, found.p99) == (5, 15)
    assert (found.answered, found.refused, found.failed) == (2, 1, 1)
    assert found.refused_p95 == 9_000


def test_answers_after_the_end_have_a_time_and_no_share_in_the_throughput() -> None:
    found = summarise_samples("reads", [_sample(5), _sample(70, in_time=False)], seconds=2)
    assert found.per_second == 0.5
    assert found.p99 == 70


def test_a_refusal_without_retry_after_is_counted() -> None:
    refused = [_sample(status=429, told_when=True), _sample(status=503), _sample(status=503)]
    found = summarise_samples("writes", refused, seconds=1)
    assert (found.refused, found.refused_untold, found.p50) == (3, 2, None)


def test_a_lost_connection_is_a_failure() -> None:
    assert summarise_samples("reads", [_sample(status=0)], seconds=1).failed == 1


def test_a_group_stands_before_its_operations_and_those_without_requests_are_left_out() -> None:
    samples = [_sample(operation="getQuote"), _sample(), _sample()]
    groups = {"all reads": ["listQuotes", "getQuote", "getArticle"], "all writes": ["x"]}
    found = summarise_operations(samples, groups=groups, seconds=1)
    assert [(each.operation, each.answered) for each in found] == [
        ("all reads", 3),
        ("listQuotes", 2),
        ("getQuote", 1),
    ]
