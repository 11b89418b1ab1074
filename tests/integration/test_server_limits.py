"""What a server does with clients that are slow, many or not HTTP, and when it is told to stop."""

from __future__ import annotations

import json
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.support.server import Server, read_all, running_server

POST = b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
CONNECTIONS = 20
BROKEN = {
    "no Host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two lengths": POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\n12345",
    "a NUL in a header": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
    "raw bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a bad chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "no version": b"GET /healthz\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "length and coding": POST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a coding in HTTP/1.0": POST.replace(b"/1.1", b"/1.0")
    + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(
        tmp_path_factory.mktemp("server"),
        max_connections=CONNECTIONS,
        request_seconds=2,
        keep_alive_seconds=1,
    ) as server:
        yield server


def answered(received: bytes) -> tuple[int, dict[str, str], dict[str, object]]:
    """Return status, headers and problem of the one answer that was received."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in rest)}
    return int(first.split()[1]), headers, json.loads(body)


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_http_is_answered_once_as_a_problem_and_closed(kind: str, server: Server) -> None:
    status, headers, problem = answered(server.exchange(BROKEN[kind]))
    assert status == problem["status"] == 400
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-request-id"] == problem["request_id"]
    assert str(problem["request_id"]) in server.log.read_text()


def test_headers_that_are_too_large_are_answered_with_431(server: Server) -> None:
    long = b"GET /healthz?" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    status, _, problem = answered(server.exchange(long))
    assert (status, problem["type"]) == (431, "urn:onrecord:problem:headers-too-large")


@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nHost", POST + b"Content-Length: 9\r\n\r\n{"])
def test_headers_and_bodies_that_stop_are_answered_with_408(sent: bytes, server: Server) -> None:
    started = time.monotonic()
    status, headers, problem = answered(server.exchange(sent))
    assert 1.5 < time.monotonic() - started < 4
    assert (status, problem["type"]) == (408, "urn:onrecord:problem:request-timeout")
    assert headers["connection"] == "close"


def test_a_body_that_trickles_has_no_more_time_than_one_that_stops(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(POST + b"Content-Length: 1000\r\n\r\n")
        started = time.monotonic()
        connection.settimeout(0.2)
        received = b""
        while not received and time.monotonic() - started < 6:
            connection.sendall(b" ")
            try:
                received = connection.recv(65536)
            except TimeoutError:
                continue
    assert received.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - started < 4


@pytest.mark.parametrize(("sent", "seconds"), [(b"", 2), (GET, 1)])
def test_idle_connections_are_closed(sent: bytes, seconds: int, server: Server) -> None:
    started = time.monotonic()
    server.exchange(sent)
    assert time.monotonic() - started < seconds + 1.5


def test_idle_connections_make_room_for_new_ones(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(3 * CONNECTIONS):
            stack.enter_context(server.connect())
        started = time.monotonic()
        assert httpx.get(f"{server.url}/healthz", timeout=5, trust_env=False).is_success
        assert time.monotonic() - started < 1


def test_a_request_is_refused_where_all_connections_are_busy(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(server.connect())
            connection.sendall(POST + b"Content-Length: 1000\r\n\r\n{")
        time.sleep(0.3)
        refused = httpx.get(f"{server.url}/healthz", timeout=5, trust_env=False)
    assert refused.status_code == 503
    assert refused.json()["type"] == "urn:onrecord:problem:overloaded"
    assert int(refused.headers["retry-after"]) > 0


@pytest.mark.skipif(not shutil.which("prlimit"), reason="sets the limit of open files")
def test_more_idle_clients_than_files_neither_stop_the_server_nor_fill_its_log(
    tmp_path: Path,
) -> None:
    with running_server(tmp_path, files=64) as server, ExitStack() as stack:
        for _ in range(80):
            stack.enter_context(server.connect())
        answers = [
            httpx.get(f"{server.url}/readyz", timeout=10, trust_env=False).status_code
            for _ in range(5)
        ]
        time.sleep(3)
        assert answers == [200] * 5
        assert server.log.stat().st_size < 10_000


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_server_with_an_unfinished_body_and_a_long_text(
    sent: signal.Signals, tmp_path: Path
) -> None:
    words = "“We go to pier {0} and then on,” Ann Lee said on Monday of week {0}.\n\n"
    text = "".join(words.format(number) for number in range(4000))[:199_000]
    body = json.dumps({"text": text}).encode()
    with (
        running_server(tmp_path, shutdown_seconds=1) as server,
        server.connect() as unfinished,
        server.connect() as reading,
    ):
        unfinished.sendall(POST + b"Content-Length: 1000\r\n\r\n{")
        reading.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        time.sleep(1)
        server.process.send_signal(sent)
        server.process.wait(timeout=4)
        assert answered(read_all(unfinished))[2]["type"] == "urn:onrecord:problem:not-ready"
        assert "Traceback" not in server.log.read_text()


def test_a_second_signal_ends_a_server_at_once(tmp_path: Path) -> None:
    with (
        running_server(tmp_path, shutdown_seconds=60) as server,
        server.connect() as connection,
    ):
        connection.sendall(POST + b"Content-Length: 1000\r\n\r\n{")
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.process.poll() is None
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=2)


def test_a_signal_ends_open_feeds_at_once(tmp_path: Path) -> None:
    with (
        running_server(tmp_path, shutdown_seconds=60) as server,
        server.connect() as feed,
    ):
        feed.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while b"retry: 1000" not in (received := feed.recv(65536)):
            assert received
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=5)
        assert re.search(rb"\r\nid: \d+\n\n\r\n", read_all(feed))
