"""Measure how long `POST /v1/articles` takes for an article of 600 words.

Articles are made of paragraphs of `seeds/`, each in an order of its own. They are sent one after
another to a server, which stores them: one that this command starts, on an empty SQLite file, or a
running one. The processor time of a server that this command starts is measured too.
"""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files

import httpx

from service.errors import OnRecordError
from service.evaluation.process_tree import tree_processor_seconds

WORDS = 600
_PATIENCE = 60.0
_SERVE = (sys.executable, "-c", "from service.cli import main; main()", "serve", "--port")


@dataclass(frozen=True, slots=True)
class LatencyReport:
    """The wall times of all answers, and the server's processor time for each, in milliseconds."""

    wall: list[float]
    processor: float | None
    """The mean; None for a server that this command did not start."""

    def __str__(self) -> str:
        cuts = statistics.quantiles(self.wall, n=100, method="inclusive")
        shown = ", ".join(f"p{share} {cuts[share - 1]:.0f} ms" for share in (50, 95, 99))
        line = f"{len(self.wall)} articles: {shown}"
        if self.processor is None:
            return line
        return f"{line}; {self.processor:.0f} ms of the server's processor time an article"


def measure_latency(*, articles: int, warm_up: int, url: str | None) -> LatencyReport:
    """Send articles to a server one after another, and measure each answer.

    Args:
        articles: How many are measured.
        warm_up: How many are sent before, and not measured.
        url: A running server, or None to start one.

    Raises:
        OnRecordError: The server did not start.
    """
    texts = make_articles(articles + warm_up)
    if url is not None:
        with httpx.Client(base_url=url, timeout=120) as client:
            return LatencyReport(post_texts(client, texts)[warm_up:], processor=None)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(f"sqlite:///{folder}/latency.db") as (own_url, pid),
        httpx.Client(base_url=own_url, timeout=120) as client,
    ):
        post_texts(client, texts[:warm_up])
        before = tree_processor_seconds(pid)
        wall = post_texts(client, texts[warm_up:])
        processor = tree_processor_seconds(pid) - before
        return LatencyReport(wall, processor * 1000 / articles)


def make_articles(count: int, *, words: int = WORDS, seed: int = 7) -> list[str]:
    """Make texts of about `words` words, the same for the same seed."""
    lines = files("seeds").joinpath("articles.jsonl").read_text("utf-8").splitlines()
    paragraphs = [part for line in lines for part in json.loads(line)["text"].split("\n\n")]
    draw = random.Random(seed)  # noqa: S311 - only spreads the paragraphs
    return [_article(paragraphs, words=words, draw=draw) for _ in range(count)]


def _article(paragraphs: list[str], *, words: int, draw: random.Random) -> str:
    chosen: list[str] = []
    length = 0
    while length < words:
        paragraph = draw.choice(paragraphs)
        chosen.append(paragraph)
        length += len(paragraph.split())
    return "\n\n".join(chosen)


def post_texts(client: httpx.Client, texts: Sequence[str]) -> list[float]:
    """Send articles and return the milliseconds of each answer."""
    run = f"latency-{time.time_ns()}"
    taken = []
    for number, text in enumerate(texts):
        outlet = f"outlet{number % 7}.example"
        url = f"https://{outlet}/{run}/{number}"
        article = {"outlet": {"domain": outlet}, "url": url, "text": text}
        start = time.perf_counter()
        client.post("/v1/articles", json=article).raise_for_status()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


@contextmanager
def serving(database_url: str) -> Iterator[tuple[str, int]]:
    """Run a server on a store; yield its URL and the id of its process.

    Raises:
        OnRecordError: It did not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings = {"ONRECORD_DATABASE_URL": database_url, "ONRECORD_LOG_LEVEL": "error"}
    server = subprocess.Popen((*_SERVE, str(port)), env={**os.environ, **settings})  # noqa: S603
    try:
        _wait_until_ready(url, server)
        yield url, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise OnRecordError("The server did not start.")
