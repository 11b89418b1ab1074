"""Quotes per week as bars."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.storage.report_views import WeekCount
from service.web.week_chart import lay_out_weeks

MONDAY = date(2026, 3, 9)
WEEK = timedelta(weeks=1)
COUNTS = st.dictionaries(
    st.integers(0, 120).map(lambda week: MONDAY + week * WEEK),
    st.integers(1, 3_000),
    min_size=1,
).map(lambda weeks: [WeekCount(start, number) for start, number in sorted(weeks.items())])


def test_weeks_without_quotes_are_gaps() -> None:
    chart = lay_out_weeks([WeekCount(MONDAY - 2 * WEEK, 1), WeekCount(MONDAY, 4)])

    assert chart is not None
    assert [bar.quote_count for bar in chart.bars[-3:]] == [1, 0, 4]
    assert (chart.top, chart.left_out) == (5, 0)
    assert (chart.bars[-1].y, chart.bars[-1].height) == (19.2, 76.8)


def test_old_weeks_are_left_out_and_counted() -> None:
    chart = lay_out_weeks([WeekCount(MONDAY - 60 * WEEK, 7), WeekCount(MONDAY, 1)])

    assert chart is not None
    assert (len(chart.bars), chart.left_out, chart.top) == (52, 7, 1)


def test_nothing_makes_no_chart() -> None:
    assert lay_out_weeks([]) is None


@pytest.mark.parametrize(
    ("number", "top"), [(1, 1), (2, 2), (3, 5), (9, 10), (10, 10), (11, 20), (101, 200)]
)
def test_the_edge_has_a_plain_number(number: int, top: int) -> None:
    chart = lay_out_weeks([WeekCount(MONDAY, number)])
    assert chart is not None
    assert chart.top == top


@given(COUNTS)
def test_each_quote_is_in_a_bar_or_left_out_and_bars_stay_inside(counts: list[WeekCount]) -> None:
    chart = lay_out_weeks(counts)

    assert chart is not None
    shown = sum(bar.quote_count for bar in chart.bars)
    assert shown + chart.left_out == sum(count.quote_count for count in counts)
    assert all(b.start - a.start == WEEK and a.x + a.width < b.x for a, b in pairwise(chart.bars))
    assert all(0 <= bar.height <= chart.height for bar in chart.bars)
    assert all(bar.y + bar.height == pytest.approx(chart.height) for bar in chart.bars)
    assert chart.bars[-1].x + chart.bars[-1].width <= chart.width
