"""`onrecord ingest`: articles from JSONL to a running server, many at once, none lost."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from service.guard import describe

_AGAIN = frozenset({429, 502, 503, 504})
"""Statuses that say "not now": the same request may succeed later, and ingesting is idempotent."""

_LONGEST_WAIT = 300.0
"""Seconds that one article waits at most, however long a server asks for."""

_backoff = wait_exponential_jitter(multiplier=0.5, max=20)


class Fate(StrEnum):
    """What became of one article."""

    CREATED = "created"
    KNOWN = "known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the file, numbered from 1, and what became of it."""

    number: int
    fate: Fate
    reason: str | None = None


class _NotNow(Exception):
    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def send_articles(
    lines: Iterable[str], *, client: httpx.Client, concurrency: int, attempts: int
) -> Iterator[Sent]:
    """Lines of article JSON -> what became of each, in the order of the lines.

    At most `concurrency` requests are under way at once. A request that the server could not
    take is tried again up to `attempts` times, after the time the server asks for, else with
    exponential back-off. Empty lines are passed over.
    """
    with ThreadPoolExecutor(max_workers=concurrency) as pool:
        waiting: deque[Future[Sent]] = deque()
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            waiting.append(pool.submit(_send, number, line, client=client, attempts=attempts))
            if len(waiting) >= 2 * concurrency:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _send(number: int, line: str, *, client: httpx.Client, attempts: int) -> Sent:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return Sent(number, Fate.FAILED, "the line is not JSON")
    retrying = Retrying(
        retry=retry_if_exception_type(_NotNow),
        stop=stop_after_attempt(attempts),
        wait=_wait,
        reraise=True,
    )
    try:
        response = retrying(_post, line, client=client)
    except _NotNow as error:
        return Sent(number, Fate.FAILED, f"{error} (tried {attempts} times)")
    except Exception as error:
        # Whatever it is, the other lines are sent all the same.
        return Sent(number, Fate.FAILED, f"the request failed: {describe(error)}")
    if response.status_code == httpx.codes.CREATED:
        return Sent(number, Fate.CREATED)
    if response.status_code == httpx.codes.OK:
        return Sent(number, Fate.KNOWN)
    return Sent(number, Fate.FAILED, f"{response.status_code} {_reason(response)}")


def _post(line: str, *, client: httpx.Client) -> httpx.Response:
    try:
        response = client.post(
            "/v1/articles",
            content=line.encode("utf-8", errors="surrogateescape"),
            headers={"Content-Type": "application/json"},
        )
    except httpx.TransportError as error:
        raise _NotNow(f"no answer from the server: {type(error).__name__}") from None
    if response.status_code in _AGAIN:
        asked = response.headers.get("Retry-After", "")
        raise _NotNow(
            f"{response.status_code} {_reason(response)}",
            retry_after=min(float(asked), _LONGEST_WAIT) if asked.isdecimal() else None,
        )
    return response


def _wait(state: RetryCallState) -> float:
    backoff = _backoff(state)
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, _NotNow) else None
    return max(asked or 0.0, backoff)


def _reason(response: httpx.Response) -> str:
    try:
        problem = response.json()
    except (ValueError, RecursionError):
        return response.reason_phrase
    if not isinstance(problem, dict):
        return response.reason_phrase
    errors = problem.get("errors")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        first = errors[0]
        return f"{first.get('pointer', '')} {first.get('detail', '')}".strip()
    return str(problem.get("detail") or problem.get("title") or response.reason_phrase)
