"""`onrecord ingest`: send articles from JSONL to a running server, several at once."""

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

from service.commands.inputs import InputLine, Unreadable
from service.errors import Misconfigured
from service.guard import describe

_RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed. Sending it again changes nothing more."""

_LONGEST_WAIT = 300.0
"""Seconds that one article waits at most, even where the server asks for more."""

_backoff = wait_exponential_jitter(multiplier=0.5, max=20)


class SendStatus(StrEnum):
    """Whether the server stored an article, knew it already, or did not take it."""

    CREATED = "created"
    KNOWN = "known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of one line."""

    place: str
    """The file and the line."""
    status: SendStatus
    reason: str | None = None


class _NotNow(Exception):
    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def send_articles(
    lines: Iterable[InputLine | Unreadable],
    *,
    client: httpx.Client,
    concurrency: int,
    attempts: int,
) -> Iterator[Sent]:
    """Send articles to the server, and yield the result of each line in the order of the lines.

    A request that the server cannot take now is sent again, after the time that the server asks
    for or with exponential back-off. Empty lines are left out.

    Args:
        lines: The JSON of one article on each line, or a file that cannot be read, which fails.
        client: Knows the server's address.
        concurrency: How many requests are sent at once.
        attempts: How many times one article is sent at most.
    """
    with ThreadPoolExecutor(max_workers=concurrency) as pool:
        waiting: deque[Future[Sent]] = deque()
        for line in lines:
            if isinstance(line, InputLine) and not line.text.strip():
                continue
            waiting.append(pool.submit(_send, line, client=client, attempts=attempts))
            if len(waiting) >= 2 * concurrency:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def check_url(url: str) -> None:
    """Refuse the address of a server to which nothing can be sent.

    Raises:
        Misconfigured: It is not of the form http://HOST or https://HOST.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        parsed = httpx.URL()
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise Misconfigured(
            "The URL of the server must have the form http://HOST:PORT or https://HOST."
        )


def _send(line: InputLine | Unreadable, *, client: httpx.Client, attempts: int) -> Sent:
    if isinstance(line, Unreadable):
        return Sent(line.place, SendStatus.FAILED, line.detail)
    try:
        json.loads(line.text)
    except (ValueError, RecursionError):
        return Sent(line.place, SendStatus.FAILED, "the line is not JSON")
    retrying = Retrying(
        retry=retry_if_exception_type(_NotNow),
        stop=stop_after_attempt(attempts),
        wait=_wait,
        reraise=True,
    )
    try:
        response = retrying(_post, line.text, client=client)
    except _NotNow as error:
        return Sent(line.place, SendStatus.FAILED, f"{error} (tried {attempts} times)")
    except Exception as error:
        # The other lines are sent all the same.
        return Sent(line.place, SendStatus.FAILED, f"the request failed: {describe(error)}")
    if response.status_code == httpx.codes.CREATED:
        return Sent(line.place, SendStatus.CREATED)
    if response.status_code == httpx.codes.OK:
        return Sent(line.place, SendStatus.KNOWN)
    return Sent(line.place, SendStatus.FAILED, f"{response.status_code} {reason_in(response)}")


def _post(line: str, *, client: httpx.Client) -> httpx.Response:
    try:
        response = client.post(
            "/v1/articles",
            content=line.encode("utf-8", errors="surrogateescape"),
            headers={"Content-Type": "application/json"},
        )
    except httpx.TransportError as error:
        raise _NotNow(f"no answer from the server: {type(error).__name__}") from None
    if response.status_code in _RETRY_STATUSES:
        asked = response.headers.get("Retry-After", "")
        raise _NotNow(
            f"{response.status_code} {reason_in(response)}",
            retry_after=min(float(asked), _LONGEST_WAIT) if asked.isdecimal() else None,
        )
    return response


def _wait(state: RetryCallState) -> float:
    backoff = _backoff(state)
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, _NotNow) else None
    return max(asked or 0.0, backoff)


def reason_in(response: httpx.Response) -> str:
    """Return what an answer says went wrong: its first field error, or its detail."""
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
