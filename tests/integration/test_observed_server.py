"""A server as an operator watches it: its log on stderr, and metrics of all its workers."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.server import Server, running_server

CANARY = "zwartkopmeeuw"
HEALTH = (
    "onrecord_request_duration_seconds_count",
    (("operation", "getHealth"), ("status", "2xx")),
)
ENGINES = ("onrecord_engines", ())

Values = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def metrics_of(server: Server) -> Values:
    answer = httpx.get(f"{server.url}/metrics", timeout=20, trust_env=False)
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def wait_for(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < end
        time.sleep(0.2)


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def workers_of(server: Server) -> list[int]:
    """Return the processes that serve."""
    return [
        pid
        for pid in children_of(server.process.pid)
        if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()
    ]


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_submitted_word_is_written_to_stdout_or_stderr(tmp_path: Path, form: str) -> None:
    article = {
        "outlet": {"name": CANARY},
        "title": CANARY,
        "url": f"https://{CANARY}.example/{CANARY}",
        "text": f"“We {CANARY} at noon,” Bo {CANARY.title()} said.",
    }
    with running_server(tmp_path, log_level="debug", log_format=form, engines=1) as server:
        with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
            assert client.post("/v1/articles", json=article).status_code == 201
            assert client.post("/v1/extract", json={"text": CANARY}).status_code == 200
            assert client.post("/v1/extract", content=f'{{"text": "{CANARY}').is_client_error
            assert client.get("/v1/quotes", params={"q": CANARY}).status_code == 200
            assert client.get(f"/{CANARY}?{CANARY}").status_code == 404
        server.exchange(f"{CANARY} {CANARY}\r\n\r\n".encode())
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=30)
        log = server.log.read_text()
    assert CANARY not in log.lower()
    assert "createArticle" in log
    assert "Traceback" not in log
    lines = log.splitlines()
    assert all(line.startswith("{") == (form == "json") for line in lines)
    if form == "json":
        loggers = {json.loads(line)["logger"].partition(".")[0] for line in lines}
        assert loggers >= {"onrecord", "uvicorn"}


def test_workers_count_together_and_a_worker_that_dies_is_forgotten(tmp_path: Path) -> None:
    with running_server(tmp_path, command=("serve", "--workers", "2"), engines=1) as server:
        wait_for(lambda: metrics_of(server).get(ENGINES) == 2)
        before = metrics_of(server).get(HEALTH, 0)
        for _ in range(40):  # Each on a new connection, so that both workers answer some.
            assert httpx.get(f"{server.url}/healthz", trust_env=False).status_code == 200
        assert {metrics_of(server)[HEALTH] - before for _ in range(10)} == {40}

        victim = workers_of(server)[0]
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: victim not in children_of(server.process.pid))
        wait_for(lambda: metrics_of(server).get(ENGINES) == 2)
        assert metrics_of(server)[HEALTH] - before == 40
        assert not any(name.startswith("process_") for name, _ in metrics_of(server))
