"""Wait for what a server does by itself."""

from __future__ import annotations

import time

import httpx


def wait_until_finished(url: str, job_id: str, *, seconds: float = 120) -> float:
    """Wait until a job is finished, and return how many seconds that took."""
    started = time.monotonic()
    job = None
    while True:
        try:
            answer = httpx.get(f"{url}/v1/ingest-jobs/{job_id}", timeout=10, trust_env=False)
            if answer.is_success:
                job = answer.json()
                if job["finished_at"]:
                    return time.monotonic() - started
        except httpx.TransportError:
            pass
        assert time.monotonic() < started + seconds, job
        time.sleep(0.1)


def ready_status(url: str) -> int | None:
    """Return the status of `/readyz`, or None where nothing answers."""
    try:
        return httpx.get(f"{url}/readyz", timeout=5, trust_env=False).status_code
    except httpx.TransportError:
        return None
