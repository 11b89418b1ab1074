"""When to try again: later each time, and never at the same moment as others."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

_MINUTE, _HOUR = 60.0, 3600.0

_JITTER = 0.1
"""By how much a wait may be longer, as a share of it."""


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """How often a message is tried, and how a webhook rests after failures."""

    waits: tuple[float, ...] = (
        5,
        5 * _MINUTE,
        30 * _MINUTE,
        2 * _HOUR,
        5 * _HOUR,
        10 * _HOUR,
        14 * _HOUR,
        20 * _HOUR,
        24 * _HOUR,
    )
    """Seconds after each failure: those that Standard Webhooks advises, three days in all."""
    rest: float = 1.0
    """Seconds for which a webhook gets nothing after a failure. They double with each further
    one, so that a receiver in trouble is not sent all that waits."""
    longest_rest: float = _MINUTE
    failing: timedelta = timedelta(days=5)
    """After this time without a success a webhook is disabled."""

    def next_try(self, attempts: int, now: datetime, *, retry_after: int | None) -> datetime | None:
        """Return when to try again, or None after the last try.

        Args:
            attempts: How many tries failed.
            now: The time.
            retry_after: The seconds for which the receiver asked.
        """
        if attempts > len(self.waits):
            return None
        wait = max(self.waits[attempts - 1], retry_after or 0)
        chance = random.uniform(0, _JITTER)  # noqa: S311 - no secret
        return now + timedelta(seconds=wait * (1 + chance))

    def rest_until(self, failures: int, now: datetime) -> datetime:
        """Return until when a webhook rests after `failures` tries without a success."""
        rest = min(self.longest_rest, self.rest * 2.0 ** min(failures - 1, 20))
        return now + timedelta(seconds=rest)


STANDARD_PLAN = RetryPlan()
