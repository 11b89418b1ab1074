"""Clients that post numbered articles, and remember what was acknowledged."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

import httpx

from tests.faults.finishing import wait_by_progress
from tests.faults.numbered import article_body, article_lines

_IN_FLIGHT = "urn:onrecord:problem:request-in-flight"
_PAUSE = 0.03


class Posting:
    """Some threads that post one article after the other.

    Each is sent until it is acknowledged, as a client would do it: if `keys`, every second one with
    an `Idempotency-Key`. Every tenth is sent once, so that after an error it may be stored or not.
    """

    def __init__(self, url: str, *, threads: int = 2, keys: bool = True) -> None:
        self.acknowledged: dict[int, str] = {}
        self.created: Counter[int] = Counter()
        self.retries: Counter[str] = Counter()
        self.sent = 0
        self.wrong: list[str] = []
        self._url = f"{url}/v1/articles"
        self._keys = keys
        self._numbers = count()
        self._settling = Event()
        self._stopping = Event()
        self._threads = [Thread(target=self._run) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def settle(self) -> None:
        """Begin no more articles, and wait until each that was begun is acknowledged."""
        self._settling.set()
        wait_by_progress(lambda: (not any(map(Thread.is_alive, self._threads)), self.counts))

    def stop(self) -> None:
        self._settling.set()
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    @property
    def counts(self) -> str:
        """What happened, for people."""
        retries = ", ".join(f"{number} x {why}" for why, number in sorted(self.retries.items()))
        return f"{self.sent} sent, {len(self.acknowledged)} acknowledged, retries: {retries or 0}"

    def _run(self) -> None:
        while not self._settling.is_set():
            number = next(self._numbers)
            self.sent += 1
            with httpx.Client(timeout=60, trust_env=False) as client:
                while not self._post(client, number):
                    if number % 10 == 9 or self._stopping.is_set():
                        break
                    time.sleep(0.1)
            time.sleep(_PAUSE)

    def _post(self, client: httpx.Client, number: int) -> bool:
        headers = {"Idempotency-Key": f"article-{number}"} if self._keys and number % 2 else {}
        try:
            answer = client.post(self._url, json=article_body(number), headers=headers)
        except httpx.TransportError as error:
            self.retries[type(error).__name__] += 1
            return False
        if answer.status_code in (200, 201):
            if "Idempotency-Replayed" not in answer.headers:
                self.created[number] += answer.status_code == 201
            self.acknowledged[number] = answer.json()["id"]
            return True
        self.retries[str(answer.status_code)] += 1
        waits = "Retry-After" in answer.headers
        in_flight = answer.status_code == 409 and answer.json()["type"] == _IN_FLIGHT
        if not waits or not (in_flight or answer.status_code == 503):
            self.wrong.append(f"{answer.status_code} {answer.text}")
        return False


@contextmanager
def posting(url: str, *, threads: int = 2, keys: bool = True) -> Iterator[Posting]:
    """Let clients post while the block runs."""
    clients = Posting(url, threads=threads, keys=keys)
    clients.start()
    try:
        yield clients
    finally:
        clients.stop()


def send_job(url: str, numbers: range) -> str:
    """Send articles as a job until it is acknowledged, and return its id."""
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = httpx.post(
                f"{url}/v1/ingest-jobs?batch_key=batch-{numbers.start}",
                content=article_lines(numbers),
                headers={"Content-Type": "application/x-ndjson"},
                timeout=60,
                trust_env=False,
            )
            if answer.status_code in (200, 202):
                return str(answer.json()["id"])
            assert answer.status_code == 503, answer.text
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.1)
