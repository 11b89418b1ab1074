"""Jobs are counted seldom, and nothing waits for a database that hangs."""

from __future__ import annotations

import asyncio
import threading
import time

from service.errors import NotReady
from service.job_counts import JobCounts


def test_a_count_that_hangs_is_begun_once_and_waited_for_a_moment() -> None:
    go_on, counted = threading.Event(), []

    def count() -> dict[str, int]:
        counted.append(1)
        go_on.wait(10)
        return {}

    counts = JobCounts(count, dict)

    async def show_often() -> None:
        await asyncio.gather(*(counts.show() for _ in range(20)))

    started = time.monotonic()
    asyncio.run(show_often())
    taken = time.monotonic() - started
    go_on.set()
    assert taken < 2
    assert counted == [1]


def test_jobs_are_counted_again_only_after_a_while_or_a_failure() -> None:
    counted: list[int] = []

    def count() -> dict[str, int]:
        counted.append(1)
        if len(counted) == 1:
            raise NotReady("The database does not answer.")
        return {"queued": 3}

    counts = JobCounts(count, dict)
    for _ in range(4):
        asyncio.run(counts.show())
    assert len(counted) == 2
