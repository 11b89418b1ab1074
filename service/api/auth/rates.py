"""Rates: how many requests a caller may send, counted in token buckets of this process."""

from __future__ import annotations

import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_FORM = re.compile(r"([1-9][0-9]{0,8})/(s|min|h)")
_SECONDS = {"s": 1, "min": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of requests in a number of seconds."""

    quota: int
    seconds: int

    def __str__(self) -> str:
        unit = {seconds: name for name, seconds in _SECONDS.items()}.get(self.seconds)
        return f"{self.quota}/{unit or f'{self.seconds} s'}"


def read_rate(text: str) -> Rate | None:
    """Return the rate in a text such as `600/min`, `10/s` or `5000/h`, or None."""
    form = _FORM.fullmatch(text)
    return None if form is None else Rate(int(form[1]), _SECONDS[form[2]])


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a bucket answered to one request."""

    allowed: bool
    rate: Rate
    remaining: int
    """Requests that the bucket would allow at once from now on."""
    full_in: int
    """Seconds until the bucket is full again, rounded up."""
    retry_after: int
    """Seconds until a request is allowed, rounded up. 0 where one is allowed now."""


class TokenBuckets:
    """A bucket of tokens for each caller. To be used in one thread.

    A bucket holds `quota` tokens and gets as many in `seconds`, evenly. A request takes one. So at
    most `quota + quota * time / seconds` requests are allowed in any stretch of time.
    """

    def __init__(self, *, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without buckets; each new one is full.

        Args:
            most: How many buckets to keep. Beyond that the one unused for longest is dropped.
            clock: Seconds that never go back.
        """
        self._most = most
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, caller: str, rate: Rate) -> Allowance:
        """Take a token from a caller's bucket if there is one, and return the outcome."""
        return self._settle(caller, rate, cost=1)

    def peek(self, caller: str, rate: Rate) -> Allowance:
        """Return what `take` would return, and take nothing."""
        return self._settle(caller, rate, cost=0)

    def _settle(self, caller: str, rate: Rate, *, cost: int) -> Allowance:
        now = self._clock()
        level, since = self._buckets.pop(caller, (float(rate.quota), now))
        speed = rate.quota / rate.seconds
        level = min(level + (now - since) * speed, float(rate.quota))
        allowed = level >= 1
        if allowed:
            level -= cost
        self._buckets[caller] = (level, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return Allowance(
            allowed=allowed,
            rate=rate,
            remaining=math.floor(level),
            full_in=math.ceil((rate.quota - level) / speed),
            retry_after=0 if allowed else max(math.ceil((1 - level) / speed), 1),
        )
