"""Measure wall seconds and processor seconds side by side.

Wall seconds depend on what else the machine does. Processor seconds depend on it much less, so
they carry over better between machines. They still grow where processes share caches.
"""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Seconds that passed, and the processor seconds spent meanwhile."""

    wall: float
    processor: float
    """User and system time together, of all threads."""

    def __add__(self, other: Elapsed) -> Elapsed:
        return Elapsed(self.wall + other.wall, self.processor + other.processor)

    def __sub__(self, other: Elapsed) -> Elapsed:
        return Elapsed(self.wall - other.wall, self.processor - other.processor)

    def __str__(self) -> str:
        return f"{self.wall:.1f} s, {self.processor:.1f} s of processor time"


class Stopwatch:
    """Starts when it is made, and may be read more than once."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._processor = processor_seconds()

    def read(self) -> Elapsed:
        """Return the time since the start, of this process and of children that have ended."""
        return Elapsed(
            wall=time.perf_counter() - self._wall,
            processor=processor_seconds() - self._processor,
        )


def processor_seconds() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
