"""Send how far a job is as server-sent events, until it is finished."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from service.errors import NotFound, OnRecordError
from service.storage.job_views import JobView

STREAMS_AT_ONCE = 50
"""How many pages of one process watch jobs at once. The others load their page again."""

_SECONDS_BETWEEN = 1.0
_SECONDS_IN_ALL = 60.0
"""A browser asks again after that. A server that stops waits for no stream much longer."""

_ASK_AGAIN = "retry: 1000\n\n"
_END = "event: end\ndata: {}\n\n"


def progress_of(job: JobView) -> dict[str, object]:
    """Return what a page shows of a job's progress."""
    items = job.items
    return {
        "state": job.state,
        "total": items.total,
        "finished": items.finished,
        "waiting": items.queued + items.running,
        "created": items.created,
        "known": items.known,
        "failed": items.failed,
        "cancelled": items.cancelled,
    }


def is_finished(job: JobView) -> bool:
    """Return whether nothing of a job is left to do."""
    return job.items.finished == job.items.total


async def job_events(
    get_job: Callable[[UUID], JobView],
    job_id: UUID,
    *,
    between: float = _SECONDS_BETWEEN,
    in_all: float = _SECONDS_IN_ALL,
) -> AsyncIterator[str]:
    """Yield an event for each change of a job, and one at its end.

    Args:
        get_job: Reads a job. Each call is one short transaction.
        job_id: The job.
        between: Seconds between two reads.
        in_all: Seconds after which the stream ends, also where the job goes on.
    """
    yield _ASK_AGAIN
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + in_all
    shown = None
    while loop.time() < ends_at:
        try:
            job = await run_in_threadpool(get_job, job_id)
        except NotFound:  # It was deleted.
            yield _END
            return
        except OnRecordError:  # The database is busy or away. The next read may find it.
            job = None
        progress = progress_of(job) if job else shown
        if progress != shown:
            shown = progress
            yield f"event: progress\ndata: {json.dumps(progress)}\n\n"
        if job and is_finished(job):
            yield _END
            return
        await asyncio.sleep(between)
