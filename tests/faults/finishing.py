"""Wait for what a server does by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import httpx


def wait_by_progress(look: Callable[[], tuple[bool, object]], *, still: float = 60) -> float:
    """Wait until something is done, and return how many seconds that took.

    A slow machine may take its time, as long as it makes progress.

    Args:
        look: Returns whether it is done, and how far it is.
        still: It fails after this many seconds without progress.
    """
    started = changed = time.monotonic()
    before = None
    while True:
        done, progress = look()
        now = time.monotonic()
        if done:
            return now - started
        if progress != before:
            before, changed = progress, now
        assert now < changed + still, progress
        time.sleep(0.1)


def wait_until_finished(url: str, job_id: str) -> float:
    """Wait until a job is finished, and return how many seconds that took."""
    job = {"finished_at": None, "items": None}

    def look() -> tuple[bool, object]:
        with suppress(httpx.TransportError):
            answer = httpx.get(f"{url}/v1/ingest-jobs/{job_id}", timeout=10, trust_env=False)
            if answer.is_success:
                job.update(answer.json())
        return bool(job["finished_at"]), job["items"]

    return wait_by_progress(look)


def ready_status(url: str) -> int | None:
    """Return the status of `/readyz`, or None where nothing answers."""
    try:
        return httpx.get(f"{url}/readyz", timeout=5, trust_env=False).status_code
    except httpx.TransportError:
        return None
