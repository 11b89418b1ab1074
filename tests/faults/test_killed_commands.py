"""`kill -9` of `onrecord worker` and `onrecord ingest`, and of the server for which it waits."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from service.evaluation.process_tree import list_tree
from tests.faults.checks import check_stored
from tests.faults.finishing import wait_by_progress, wait_until_finished
from tests.faults.killed import KilledServer
from tests.faults.numbered import article_lines
from tests.faults.posting import send_job
from tests.support.databases import MakeUrl
from tests.support.processes import is_running, wait_until
from tests.support.server import ONRECORD, running_server

NUMBERS = range(100_000, 100_400)


class Workers:
    """Two `onrecord worker`, of which any one is killed and started again."""

    def __init__(self, url: str, log: Path) -> None:
        self._environment = {
            **os.environ,
            "ONRECORD_DATABASE_URL": url,
            "ONRECORD_JOB_LEASE_SECONDS": "2",
            "ONRECORD_ENGINES": "1",
        }
        self._log = log
        self.running = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [*ONRECORD, "worker"], env=self._environment, stdout=log, stderr=log
            )

    def kill(self, at: int) -> None:
        process = self.running[at]
        tree = list_tree(process.pid)
        process.kill()
        process.wait()
        wait_until(lambda: not any(map(is_running, tree)))

    def replace_one(self) -> None:
        at = random.randrange(len(self.running))
        self.kill(at)
        self.running[at] = self._start()


@contextmanager
def two_workers(url: str, log: Path) -> Iterator[Workers]:
    workers = Workers(url, log)
    try:
        yield workers
    finally:
        for at in range(2):
            workers.kill(at)


def items_of(url: str, job: str) -> dict[str, int]:
    answer = httpx.get(f"{url}/v1/ingest-jobs/{job}", timeout=30, trust_env=False)
    return dict(answer.json()["items"])


@pytest.mark.slow
def test_workers_that_are_killed_leave_no_engine_and_lose_nothing(
    make_url: MakeUrl, sqlite: MakeUrl, tmp_path: Path
) -> None:
    url, kills = make_url(), 0
    with running_server(tmp_path, database_url=url, engines=1, job_lanes=0) as server:
        job = send_job(server.url, NUMBERS)
        with two_workers(url, tmp_path / "workers.log") as workers:
            done = 0
            while kills < 10:
                wait_until(lambda: items_of(server.url, job)["created"] > done, seconds=60)  # noqa: B023
                time.sleep(random.uniform(0, 0.3))
                done = items_of(server.url, job)["created"]
                workers.replace_one()
                kills += 1
            wait_until_finished(server.url, job)
    stored = check_stored(url, sqlite, {}, [(job, NUMBERS)])
    print(f"{kills} kills of two workers; job of {len(NUMBERS)}; {stored} stored")


class Ingesting:
    """A run of `onrecord ingest`."""

    def __init__(self, url: str, path: Path) -> None:
        self._url = url
        arguments = [*ONRECORD, "ingest", str(path), "--url", url]
        self.process = subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def wait_for(self, number: int) -> None:
        """Wait until more than this many articles are stored."""

        def look() -> tuple[bool, object]:
            assert self.process.poll() is None
            stored = total_of(self._url)
            return stored > number, stored

        wait_by_progress(look)

    def end(self) -> tuple[str, str]:
        """Wait until it ends by itself, and return what it printed."""
        printed = ("", "")

        def look() -> tuple[bool, object]:
            nonlocal printed
            try:
                printed = self.process.communicate(timeout=1)
            except subprocess.TimeoutExpired:
                return False, total_of(self._url)
            return True, None

        wait_by_progress(look)
        return printed


def total_of(url: str) -> int:
    """Return how many articles of jobs are stored."""
    answer = httpx.get(f"{url}/v1/ingest-jobs", timeout=30, trust_env=False)
    return sum(job["items"]["created"] for job in answer.json()["items"])


@pytest.mark.parametrize(
    ("backend", "number"), [("sqlite", 60), ("sqlite", 2_500), ("postgresql", 2_500)]
)
@pytest.mark.slow
def test_ingesting_goes_on_after_a_kill_of_the_command_and_of_the_server(
    request: pytest.FixtureRequest, sqlite: MakeUrl, tmp_path: Path, backend: str, number: int
) -> None:
    url = request.getfixturevalue(backend)()
    numbers = range(number)
    path = tmp_path / "articles.jsonl"
    path.write_text(article_lines(numbers) + '{"text": "no outlet"}\n')
    with KilledServer(tmp_path, database_url=url, job_lease_seconds=2, engines=1) as killed:
        first = Ingesting(killed.url, path)
        first.wait_for(number // 20)
        first.process.kill()
        first.process.communicate()
        second = Ingesting(killed.url, path)
        second.wait_for(number // 5)
        killed.kill()
        killed.start()
        out, err = second.end()
    assert second.process.returncode == 1
    assert f"{number + 1} articles: {number} created, 0 known, 1 failed" in out
    assert "why it failed" in err  # The table of one line.
    assert "/outlet" in err
    assert check_stored(url, sqlite, {}, []) == number
    print(f"{backend}: killed the command once and the server once; {number} stored; {out.strip()}")
