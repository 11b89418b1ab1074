"""Lay out quotes per week as bars of a small chart, with a gap where a week has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, log10

from service.storage.report_views import WeekCount

_WEEK = timedelta(weeks=1)
_HEIGHT = 96
_STEP = 12
_BAR = 9
_FEWEST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: its place in the chart, and what it shows."""

    start: date
    quote_count: int
    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True, slots=True)
class WeekChart:
    """A chart of weeks in order, without a gap between them."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    top: int
    """The number at the upper edge of the chart."""
    left_out: int
    """How many quotes were printed in weeks before the first one shown."""


def lay_out_weeks(counts: Sequence[WeekCount], *, most: int = 52) -> WeekChart | None:
    """Return the chart of the last weeks; None where there is no week at all.

    Args:
        counts: The weeks that have quotes, in order.
        most: The most weeks to show. The last one shown is the last that has quotes.
    """
    if not counts:
        return None
    last = counts[-1].start
    weeks = (last - counts[0].start) // _WEEK + 1
    shown = min(max(weeks, _FEWEST_WEEKS), most)
    first = last - (shown - 1) * _WEEK
    numbers = {count.start: count.quote_count for count in counts}
    top = _round_up(max(number for start, number in numbers.items() if start >= first))
    bars = tuple(
        _bar(first + place * _WEEK, numbers.get(first + place * _WEEK, 0), place, top)
        for place in range(shown)
    )
    left_out = sum(number for start, number in numbers.items() if start < first)
    return WeekChart(bars, width=shown * _STEP, height=_HEIGHT, top=top, left_out=left_out)


def _bar(start: date, number: int, place: int, top: int) -> Bar:
    height = round(_HEIGHT * number / top, 1)
    return Bar(start, number, place * _STEP, round(_HEIGHT - height, 1), _BAR, height)


def _round_up(number: int) -> int:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on, so that the edge has a plain number."""
    power: int = 10 ** int(log10(number))
    return next(step * power for step in (1, 2, 5, 10) if step >= ceil(number / power))
