"""Talk to a server about ingest jobs, and wait for it while it is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_delay
from tenacity.wait import wait_exponential_jitter

from service.commands.batches import LineBatch
from service.commands.refusals import ServerAway, ServerRefused, point_at, reason_in

_JOBS = "/v1/ingest-jobs"
_RETRY_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed. Sending it again changes nothing more."""
_LONGEST_WAIT = 300.0
"""Seconds that are waited at most, even where the server asks for more."""
_PAGE = 100

_backoff = wait_exponential_jitter(multiplier=0.5, max=10)


class _NotNow(Exception):
    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """A job as the server shows it."""

    id: str
    state: str
    is_finished: bool
    counts: dict[str, int]

    @property
    def finished(self) -> int:
        """The number of lines on which nothing more is to be done."""
        return self.counts["total"] - self.counts["queued"] - self.counts["running"]


@dataclass(frozen=True, slots=True)
class FailedItem:
    """A line that failed, by its number in the batch."""

    line: int
    reason: str


class JobClient:
    """A client of one server."""

    def __init__(self, http: httpx.Client, *, patience: float) -> None:
        """Make a client.

        Args:
            http: Knows the server's address.
            patience: Seconds for which a server that is away is waited for.
        """
        self._http = http
        self._patience = patience

    def find(self, batch_key: str) -> RemoteJob | None:
        """Return the job that was sent under a key before, or None."""
        found = self._ask("GET", _JOBS, params={"batch_key": batch_key})["items"]
        return _job(found[0]) if found else None

    def send(self, batch: LineBatch) -> RemoteJob:
        """Send a batch, and return its job."""
        return _job(
            self._ask(
                "POST",
                _JOBS,
                params={"batch_key": batch.key},
                content=batch.content,
                headers={"Content-Type": "application/x-ndjson"},
            )
        )

    def get(self, job_id: str) -> RemoteJob:
        """Return a job as it is now."""
        return _job(self._ask("GET", f"{_JOBS}/{job_id}"))

    def retry(self, job_id: str) -> RemoteJob:
        """Begin the failed lines of a job again."""
        return _job(self._ask("POST", f"{_JOBS}/{job_id}/retry"))

    def delete(self, job_id: str) -> None:
        """Delete the record of a finished job."""
        self._ask("DELETE", f"{_JOBS}/{job_id}")

    def failed_items(self, job_id: str) -> Iterator[FailedItem]:
        """Yield the lines of a job that failed, in their order."""
        query: dict[str, Any] = {"state": "failed", "limit": _PAGE}
        while True:
            page = self._ask("GET", f"{_JOBS}/{job_id}/items", params=query)
            for item in page["items"]:
                error = item["error"]
                yield FailedItem(item["line"], point_at(error.get("pointer"), error["detail"]))
            if page["next_cursor"] is None:
                return
            query["cursor"] = page["next_cursor"]

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        """Return the JSON of an answer, or None where it has no body.

        Raises:
            ServerRefused: The server does not take the request.
            ServerAway: There was no usable answer for too long.
        """
        retrying = Retrying(
            retry=retry_if_exception_type(_NotNow),
            stop=stop_after_delay(self._patience),
            wait=_wait,
            reraise=True,
        )
        try:
            return retrying(self._ask_once, method, path, options)
        except _NotNow as error:
            raise ServerAway(
                f"{error}, for {self._patience:g} seconds. Run the same command again to go on."
            ) from None

    def _ask_once(self, method: str, path: str, options: dict[str, Any]) -> Any:
        try:
            response = self._http.request(method, path, **options)
        except httpx.TransportError as error:
            raise _NotNow(f"no answer from the server: {type(error).__name__}") from None
        if response.status_code in _RETRY_STATUSES:
            asked = response.headers.get("Retry-After", "")
            after = min(float(asked), _LONGEST_WAIT) if asked.isdecimal() else None
            raise _NotNow(f"{response.status_code} {reason_in(response)}", retry_after=after)
        if not response.is_success:
            raise ServerRefused(
                response.status_code, f"{response.status_code} {reason_in(response)}"
            )
        if response.status_code == HTTPStatus.NO_CONTENT:
            return None
        try:
            return response.json()
        except (ValueError, RecursionError):
            raise ServerRefused(response.status_code, "The answer is not JSON.") from None


def _job(shown: dict[str, Any]) -> RemoteJob:
    return RemoteJob(
        id=shown["id"],
        state=shown["state"],
        is_finished=shown["finished_at"] is not None,
        counts=shown["items"],
    )


def _wait(state: RetryCallState) -> float:
    backoff = _backoff(state)
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, _NotNow) else None
    return max(asked or 0.0, backoff)
