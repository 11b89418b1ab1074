"""`kill -9` of `onrecord serve`, again and again, while clients post and a job runs."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.faults.checks import check_stored
from tests.faults.finishing import wait_until_finished
from tests.faults.killed import KilledServer
from tests.faults.posting import posting, send_job
from tests.support.databases import MakeUrl
from tests.support.processes import wait_until

LEASE_SECONDS = 2


@pytest.mark.parametrize(
    ("backend", "kills", "number"),
    [
        ("sqlite", 1, 60),
        pytest.param("sqlite", 12, 400, marks=pytest.mark.slow),
        pytest.param("postgresql", 12, 400, marks=pytest.mark.slow),
    ],
)
def test_a_server_that_is_killed_loses_and_doubles_nothing_that_it_acknowledged(
    request: pytest.FixtureRequest,
    sqlite: MakeUrl,
    tmp_path: Path,
    backend: str,
    kills: int,
    number: int,
) -> None:
    url = request.getfixturevalue(backend)()
    numbers = range(100_000, 100_000 + number)
    options = {"database_url": url, "job_lease_seconds": LEASE_SECONDS, "engines": 1}
    with KilledServer(tmp_path, **options) as killed:
        job = send_job(killed.url, numbers)
        with posting(killed.url) as clients:
            for _ in range(kills):
                time.sleep(random.uniform(0.2, 1.5))
                killed.kill()
                killed.start(ready=random.random() < 0.7)
            wait_until_finished(killed.url, job)
            clients.settle()
        stored = check_stored(url, sqlite, clients.acknowledged, [(job, numbers)])
    assert clients.wrong == []
    assert max(clients.created.values()) == 1
    print(f"{backend}: {killed.kills} kills, {clients.counts}; job of {number}; {stored} stored")


@pytest.mark.slow
def test_workers_of_a_server_end_with_it_and_free_its_port(tmp_path: Path) -> None:
    command = ("serve", "--workers", "2")
    with KilledServer(tmp_path, engines=2, command=command) as killed:
        killed.kill()  # It waits for the end of all that was started.
        killed.start()
        with posting(killed.url) as clients:
            wait_until(lambda: len(clients.acknowledged) > 9)
        assert clients.wrong == []
        assert not clients.retries
