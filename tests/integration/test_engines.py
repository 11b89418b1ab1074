"""The engines of a running server: fair turns, quick refusals, and deaths that cost no request."""

from __future__ import annotations

import os
import signal
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from service.evaluation.speed.latency import make_articles
from tests.support.processes import engines_of, is_running, wait_until
from tests.support.server import Server, running_server

WORDS = "“We go to pier {0} and then on,” Ann Lee said on Monday of week {0}.\n\n"
LONG = "".join(WORDS.format(number) for number in range(1000))[:60_000]
SHORT = "“It works,” Ann Lee said."


def extract(server: Server, text: str) -> httpx.Response:
    return httpx.post(f"{server.url}/v1/extract", json={"text": text}, timeout=60, trust_env=False)


@contextmanager
def reading_long_text(server: Server) -> Iterator[Future[httpx.Response]]:
    """Send a long text, and go on when an engine reads it."""
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(extract, server, LONG)
        wait_until(lambda: 'onrecord_texts{state="reading"} 1.0' in metrics(server))
        yield answer


def metrics(server: Server) -> str:
    return httpx.get(f"{server.url}/metrics", timeout=10, trust_env=False).text


def ready(server: Server) -> httpx.Response:
    return httpx.get(f"{server.url}/readyz", timeout=10, trust_env=False)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server"), engines=2) as server:
        yield server


def test_there_are_as_many_engines_as_are_set(server: Server) -> None:
    assert len(engines_of(server.process.pid)) == 2


def test_a_short_text_does_not_wait_for_long_ones(server: Server) -> None:
    with reading_long_text(server) as first, ThreadPoolExecutor() as threads:
        second = threads.submit(extract, server, LONG)
        wait_until(lambda: 'onrecord_texts{state="waiting"} 1.0' in metrics(server))
        assert extract(server, SHORT).json()["quotations"]
        assert not first.done()
        assert not second.done()


def test_an_engine_that_is_killed_costs_no_request(server: Server) -> None:
    before = engines_of(server.process.pid)
    with ThreadPoolExecutor(4) as threads:
        reading = [threads.submit(extract, server, text) for text in make_articles(24, words=300)]
        # Each once, so that no text can meet both deaths.
        for number, pid in enumerate(before, 1):
            wait_until(lambda: sum(each.done() for each in reading) >= 4 * number)  # noqa: B023
            os.kill(pid, signal.SIGKILL)
            wait_until(lambda: len(engines_of(server.process.pid)) == 2)
        answers = [each.result() for each in reading]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    wait_until(lambda: len(engines_of(server.process.pid)) == 2)
    assert not set(before) & set(engines_of(server.process.pid))


def test_engines_that_are_killed_while_idle_are_replaced_and_seen(server: Server) -> None:
    wait_until(lambda: "onrecord_engines 2.0" in metrics(server))
    before = engines_of(server.process.pid)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: ready(server).status_code == 503)
    assert ready(server).json()["checks"]["engine"] == "failed"
    assert "onrecord_engines 0.0" in metrics(server)
    wait_until(lambda: ready(server).status_code == 200)
    wait_until(lambda: "onrecord_engines 2.0" in metrics(server))
    assert not set(before) & set(engines_of(server.process.pid))


def test_a_full_queue_refuses_at_once_and_reads_go_on(tmp_path: Path) -> None:
    with (
        running_server(tmp_path, engines=1, queue_size=0) as server,
        httpx.Client(base_url=server.url, trust_env=False, timeout=30) as client,
        reading_long_text(server) as long,
    ):
        refusing, reading = [], []
        for _ in range(20):
            started = time.monotonic()
            refused = client.post("/v1/extract", json={"text": SHORT})
            refusing.append(time.monotonic() - started)
            assert (refused.status_code, refused.json()["type"]) == (
                503,
                "urn:onrecord:problem:overloaded",
            )
            assert int(refused.headers["retry-after"]) >= 1
            started = time.monotonic()
            assert client.get("/v1/quotes").is_success
            reading.append(time.monotonic() - started)
        assert not long.done()
    # The median, because the machine of the tests has other work.
    assert statistics.median(refusing) < 0.05
    assert statistics.median(reading) < 0.1


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_engines_end_with_their_server_and_say_nothing(
    sent: signal.Signals, tmp_path: Path
) -> None:
    with running_server(tmp_path, engines=2) as server:
        engines = engines_of(server.process.pid)
        for engine in engines:  # As a terminal and systemd do, which reach every process.
            if sent != signal.SIGKILL:
                os.kill(engine, sent)
        assert extract(server, SHORT).is_success
        assert all(map(is_running, engines))
        server.process.send_signal(sent)
        server.process.wait(20)
        wait_until(lambda: not any(map(is_running, engines)))
        assert "Traceback" not in server.log.read_text()


def test_several_servers_share_the_engines(tmp_path: Path) -> None:
    with running_server(tmp_path, engines=3, command=("serve", "--workers", "2")) as server:
        # Each has two, because none of three may be left out. A worker is a process, too.
        wait_until(lambda: len(engines_of(server.process.pid)) == 2 + 4)
        assert extract(server, SHORT).is_success
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(20)
