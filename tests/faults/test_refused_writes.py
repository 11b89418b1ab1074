"""The disk is full or the file locked while clients post; a server starts on a read-only file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.faults.checks import check_stored
from tests.faults.finishing import ready_status, wait_until_finished
from tests.faults.posting import posting, send_job
from tests.support.databases import MakeUrl
from tests.support.processes import wait_until
from tests.support.server import ONRECORD, Server, running_server

Fault = Callable[[Server, Path], AbstractContextManager[None]]

_LOCK = (
    "import sqlite3, sys, time; other = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "other.execute('BEGIN IMMEDIATE'); print('locked', flush=True); time.sleep(600)"
)


@contextmanager
def full_disk(server: Server, file: Path) -> Iterator[None]:
    """Let the server write no byte behind the ends of its files, as on a full disk."""
    limit = ["prlimit", f"--pid={server.process.pid}"]
    subprocess.run([*limit, "--fsize=20000:"], check=True)  # The soft limit alone.
    try:
        yield
    finally:
        subprocess.run([*limit, "--fsize=unlimited:"], check=True)


@contextmanager
def lock(server: Server, file: Path) -> Iterator[None]:
    """Let another process hold the write lock."""
    with subprocess.Popen(
        [sys.executable, "-c", _LOCK, str(file)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        yield
        other.kill()


@pytest.mark.skipif(not shutil.which("prlimit"), reason="makes writes of files fail")
@pytest.mark.parametrize(
    ("fault", "seconds", "number"),
    [
        (full_disk, 1, 40),
        (full_disk, 8, 400),
        (lock, 15, 400),
    ],
)
@pytest.mark.slow
def test_a_server_that_may_not_write_refuses_and_goes_on_by_itself(
    sqlite: MakeUrl, tmp_path: Path, fault: Fault, seconds: float, number: int
) -> None:
    file = tmp_path / "onrecord.db"
    numbers = range(100_000, 100_000 + number)
    with running_server(tmp_path, engines=1, job_lease_seconds=20) as server:
        job = send_job(server.url, numbers)
        with posting(server.url) as clients:
            wait_until(lambda: len(clients.acknowledged) > 3)
            with fault(server, file):
                stopped_at = len(clients.acknowledged)
                wait_until(lambda: clients.retries["503"] > 0)
                if fault is not lock:
                    wait_until(lambda: ready_status(server.url) == 503)
                else:  # The lock is not the server's fault, and reads go on.
                    assert ready_status(server.url) == 200
                read = httpx.get(f"{server.url}/v1/quotes", trust_env=False, timeout=20)
                assert read.status_code == 200
                time.sleep(seconds)
            wait_until(lambda: ready_status(server.url) == 200)
            again = len(clients.acknowledged)
            wait_until(lambda: len(clients.acknowledged) > again)
            waited = wait_until_finished(server.url, job)
            clients.settle()
    stored = check_stored(f"sqlite:///{file}", sqlite, clients.acknowledged, [(job, numbers)])
    assert clients.wrong == []
    assert max(clients.created.values()) == 1
    print(
        f"{fault.__name__} for {seconds} s after {stopped_at} articles: {clients.counts}; "
        f"job of {number} ended {waited:.1f} s later; {stored} stored"
    )


@pytest.mark.skipif(not shutil.which("setpriv"), reason="lets root, too, obey rights of files")
@pytest.mark.slow
def test_a_server_does_not_start_on_a_read_only_file_and_says_so(
    sqlite: MakeUrl, tmp_path: Path
) -> None:
    file = Path(sqlite().removeprefix("sqlite:///"))
    sqlite3.connect(file).execute("PRAGMA journal_mode = DELETE")
    kept = tmp_path / "kept"
    kept.mkdir()
    moved = shutil.move(file, kept / "onrecord.db")
    moved.chmod(0o444)
    kept.chmod(0o555)
    bounded = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    command = [*bounded, *ONRECORD, "serve", "--port", "0"]
    ended = subprocess.run(
        command,
        check=False,
        env={**os.environ, "ONRECORD_DATABASE_URL": f"sqlite:///{moved}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "The database takes no writes" in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr
