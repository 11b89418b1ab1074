"""PostgreSQL is stopped and started while clients post and a job runs."""

from __future__ import annotations

import random
import time
from pathlib import Path

import httpx
import pytest

from tests.faults.checks import check_stored
from tests.faults.finishing import ready_status, wait_until_finished
from tests.faults.posting import posting, send_job
from tests.support.databases import MakeUrl
from tests.support.processes import wait_until
from tests.support.server import running_server
from tests.support.stopped_postgresql import stoppable_postgresql


@pytest.mark.parametrize(
    ("stops", "number"),
    [pytest.param(1, 60, marks=pytest.mark.slow), pytest.param(8, 600, marks=pytest.mark.slow)],
)
def test_a_server_outlives_a_stop_of_postgresql_and_loses_nothing(
    sqlite: MakeUrl, tmp_path: Path, stops: int, number: int
) -> None:
    numbers = range(100_000, 100_000 + number)
    with stoppable_postgresql() as postgresql:
        url = postgresql.make_database()
        options = {"database_url": url, "engines": 1, "job_lease_seconds": 20}
        with running_server(tmp_path, **options) as server:
            job = send_job(server.url, numbers)
            # A key may wait for fifteen seconds, because the database could not be told of the end.
            with posting(server.url, keys=stops > 1) as clients:
                for _ in range(stops):
                    time.sleep(random.uniform(0.3, 1.5))
                    postgresql.stop()
                    wait_until(lambda: ready_status(server.url) == 503)
                    refused = httpx.get(f"{server.url}/v1/quotes", trust_env=False, timeout=20)
                    assert refused.status_code == 503
                    assert int(refused.headers["Retry-After"]) > 0
                    time.sleep(random.uniform(0, 1.5))
                    postgresql.start()
                    wait_until(lambda: ready_status(server.url) == 200)
                waited = wait_until_finished(server.url, job)
                clients.settle()
            assert server.process.poll() is None
            assert "Traceback" not in server.log.read_text()
        stored = check_stored(url, sqlite, clients.acknowledged, [(job, numbers)])
    assert clients.wrong == []
    assert max(clients.created.values()) == 1
    print(
        f"{stops} stops, {clients.counts}; job of {number} ended {waited:.1f} s after the last "
        f"start; {stored} stored"
    )
