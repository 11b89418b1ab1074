"""A server whose database is locked, full or hanging: reads go on where they can, and no 500."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from service.storage.db.engine import read_url
from tests.support.databases import MakeUrl
from tests.support.server import Server, running_server

WRITERS = 30
REGISTRY_LOCK = 0x0E_C0_4E


@contextmanager
def client_of(server: Server) -> Iterator[httpx.Client]:
    limits = httpx.Limits(max_connections=None)
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False, limits=limits) as client:
        yield client


def post(client: httpx.Client, number: int) -> httpx.Response:
    text = f"“The ferry number {number} sails at noon,” Ida Holm said."
    return client.post("/v1/articles", json={"outlet": {"domain": "a.example"}, "text": text})


@contextmanager
def write_lock(url: str) -> Iterator[None]:
    """Hold what every writer waits for."""
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(plain(url)) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", (REGISTRY_LOCK,))
            yield


def plain(url: str) -> str:
    return read_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def test_reads_go_on_while_writers_wait_for_a_lock(make_url: MakeUrl, tmp_path: Path) -> None:
    url = make_url()
    with (
        running_server(tmp_path, database_url=url, queue_size=WRITERS) as server,
        client_of(server) as client,
    ):
        with write_lock(url), ThreadPoolExecutor(WRITERS) as pool:
            writing = [pool.submit(post, client, number) for number in range(WRITERS)]
            slowest = 0.0
            while not all(each.done() for each in writing):
                for path in ("/readyz", "/v1/quotes"):
                    started = time.monotonic()
                    assert client.get(path).status_code == 200
                    slowest = max(slowest, time.monotonic() - started)
                time.sleep(0.1)
        answers = [each.result() for each in writing]
        assert slowest < 2
        assert {answer.status_code for answer in answers} == {503}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in answers)
        assert all(answer.elapsed.total_seconds() < 30 for answer in answers)
        assert post(client, 1).status_code == 201
        sqlite = url.startswith("sqlite")
        cause = "OperationalError, SQLITE_BUSY" if sqlite else "LockNotAvailable, 55P03"
        assert f"answered with 503: {cause}" in server.log.read_text()


def test_a_postgresql_that_hangs_is_told_within_seconds(
    postgresql: MakeUrl, tmp_path: Path
) -> None:
    url = postgresql()
    with (
        running_server(tmp_path, database_url=url) as server,
        client_of(server) as client,
        psycopg.connect(plain(url), autocommit=True) as admin,
    ):
        assert client.get("/v1/quotes").status_code == 200
        assert post(client, 0).status_code == 201
        found = admin.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
        hanging = [pid for (pid,) in found]
        assert hanging
        for pid in hanging:
            os.kill(pid, signal.SIGSTOP)
        try:
            ready = client.get("/readyz")
            quotes = client.get("/v1/quotes")
            article = post(client, 1)
        finally:
            for pid in hanging:
                os.kill(pid, signal.SIGCONT)
        assert ready.status_code == 503
        assert ready.elapsed.total_seconds() < 2
        # The pool may have connected again meanwhile, to a process that does not hang.
        assert {quotes.status_code, article.status_code} <= {200, 201, 503}
        assert quotes.elapsed.total_seconds() < 8
        assert article.elapsed.total_seconds() < 15
        assert client.get("/v1/quotes").status_code == 200
        assert client.get("/readyz").status_code == 200


@pytest.mark.skipif(not shutil.which("prlimit"), reason="makes writes of files fail")
def test_readiness_notices_that_writes_fail_and_that_they_work_again(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, client_of(server) as client:

        def largest_file(size: str) -> None:
            # The soft limit alone: it may be raised again.
            command = ["prlimit", f"--pid={server.process.pid}", f"--fsize={size}:"]
            subprocess.run(command, check=True)

        assert post(client, 1).status_code == 201
        largest_file("20000")
        refused = post(client, 2)
        assert refused.status_code == 503
        assert refused.json()["detail"].startswith("The database takes no writes")
        unready = client.get("/readyz").json()
        assert unready["detail"].startswith("The database takes no writes")
        assert unready["checks"] == {
            "engine": "ok",
            "database": "ok",
            "tables": "ok",
            "writes": "failed",
        }
        assert client.get("/v1/quotes").json()["items"]
        assert "OperationalError, SQLITE_IOERR" in server.log.read_text()
        largest_file("unlimited")
        assert client.get("/readyz").status_code == 200
        assert post(client, 2).status_code == 201
