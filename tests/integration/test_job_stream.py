"""Jobs and a real server: uploads that break off, and a server that is killed while it works."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.storage.store import Store
from tests.support.server import ONRECORD, Server, read_all, running_server

NAMES = ["Ida Holm", "Bo Lind", "Ola Berg", "Kit Lowe"]


def article(number: int) -> str:
    text = f"“The ferry sails at {number} sharp,” {NAMES[number % 4]} said on Monday."
    return json.dumps({"outlet": {"name": f"Wire {number % 3}"}, "text": text})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    directory = tmp_path_factory.mktemp("jobs")
    with running_server(directory, engines=1, request_seconds=2, job_lanes=0) as server:
        yield server


def begin(server: Server, *chunks: bytes) -> socket.socket:
    """Send the beginning of a body in chunks."""
    connection = server.connect()
    connection.sendall(
        b"POST /v1/ingest-jobs HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    for chunk in chunks:
        connection.sendall(b"%x\r\n%b\r\n" % (len(chunk), chunk))
    return connection


def wait_for_rows(server: Server, number: int) -> None:
    """Wait until the database holds so many jobs, those that still arrive included."""
    store = Store.open(f"sqlite:///{server.log.parent / 'onrecord.db'}")
    for _ in range(200):
        if sum(store.jobs.count_by_state().values()) == number:
            store.close()
            return
        time.sleep(0.05)
    raise AssertionError(f"{store.jobs.count_by_state()}, and not {number} in all")


LINES = "".join(f"{article(number)}\n" for number in range(600)).encode()


def test_an_upload_that_breaks_off_leaves_nothing(server: Server) -> None:
    connection = begin(server, LINES)
    wait_for_rows(server, 1)
    assert httpx.get(f"{server.url}/v1/ingest-jobs", trust_env=False).json()["items"] == []
    connection.close()
    wait_for_rows(server, 0)


def test_an_upload_that_stops_is_given_up(server: Server) -> None:
    with begin(server, LINES) as connection:
        wait_for_rows(server, 1)
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()
    wait_for_rows(server, 0)


def test_an_upload_that_trickles_is_given_up(server: Server) -> None:
    with begin(server) as connection:
        started = time.monotonic()
        connection.settimeout(0.1)
        answer = b""
        while not answer and time.monotonic() - started < 20:
            try:
                connection.sendall(b"1\r\n \r\n")
                answer = connection.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - started < 10
    wait_for_rows(server, 0)


def test_memory_does_not_grow_with_the_body(server: Server) -> None:
    def peak() -> int:
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0])

    def body(lines: int) -> Iterator[bytes]:
        line = json.dumps({"outlet": {"name": "Wire"}, "text": "word " * 40_000}).encode()
        for _ in range(lines):
            yield line + b"\n"

    def send(lines: int) -> None:
        # An idempotency key would need the whole body, so it has no effect.
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": str(lines)}
        url = f"{server.url}/v1/ingest-jobs"
        answer = httpx.post(url, content=body(lines), headers=headers, trust_env=False, timeout=60)
        assert answer.status_code == 202
        job = answer.json()["id"]
        httpx.post(f"{url}/{job}/cancel", trust_env=False)
        httpx.delete(f"{url}/{job}", trust_env=False)

    send(200)  # 40 MB, which fill the database's cache.
    before = peak()
    send(600)
    grown = peak() - before
    assert grown < 20_000, grown


@contextmanager
def serving(directory: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "ONRECORD_DATABASE_URL": f"sqlite:///{directory / 'onrecord.db'}",
        "ONRECORD_ENGINES": "1",
        "ONRECORD_JOB_LEASE_SECONDS": "2",
    }
    with (directory / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [*ONRECORD, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=20)


@pytest.mark.slow
def test_the_command_goes_on_when_the_server_is_killed_and_when_it_is_stopped_itself(
    tmp_path: Path,
) -> None:
    source = tmp_path / "wire.jsonl"
    source.write_text("".join(f"{article(number)}\n" for number in range(120)) + "no json\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    # A proxy that is not there: the command must not ask it for this machine.
    environment = {**os.environ, "HTTP_PROXY": "http://127.0.0.1:9", "COLUMNS": "100"}

    def ingest() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*ONRECORD, "ingest", "wire.jsonl", "--url", url],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def created() -> int:
        try:
            jobs: list[dict[str, Any]] = httpx.get(f"{url}/v1/ingest-jobs", trust_env=False).json()[
                "items"
            ]
        except httpx.TransportError:
            return 0
        return sum(job["items"]["created"] for job in jobs)

    def wait_for(number: int) -> None:
        deadline = time.monotonic() + 60
        while created() < number:
            assert time.monotonic() < deadline
            time.sleep(0.05)

    first = ingest()  # No server is there yet.
    with serving(tmp_path, port):
        wait_for(20)
        first.send_signal(signal.SIGINT)
        _, complaint = first.communicate(timeout=30)
        assert first.returncode == 130
        assert "Run the same command again to go on." in complaint
        second = ingest()
        wait_for(50)
    # The server was killed. The command waits for the next one.
    with serving(tmp_path, port):
        printed, complaint = second.communicate(timeout=120)
    assert printed == "121 articles: 120 created, 0 known, 1 failed\n", complaint
    assert second.returncode == 1
    assert [line.split() for line in complaint.splitlines()] == [
        ["file", "line", "why", "it", "failed"],
        ["wire.jsonl", "121", "The", "line", "stops", "being", "JSON", "at", "offset", "0."],
    ]
    store = Store.open(f"sqlite:///{tmp_path / 'onrecord.db'}")
    (job,) = store.jobs.list_jobs().items
    assert job.items.created == 120
    store.close()
