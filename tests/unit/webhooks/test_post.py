"""Receivers that fail, are slow, or lie: each costs one try, and no more time than it may take."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from service.webhooks.post import DeliveryError, PostResult, post
from tests.support.receiver import OK, Receiver, running_receiver, status

SECONDS = 1.0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running_receiver() as receiver:
        yield receiver


def send(receiver: Receiver, *, seconds: float = SECONDS) -> PostResult:
    return post(receiver.url, b"{}", {"webhook-id": "a"}, seconds=seconds, allow_private=True)


def close(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def say_nothing(connection: socket.socket) -> None:
    connection.recv(1)


def trickle(connection: socket.socket) -> None:
    """Send a byte now and then, so that no single read takes long."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        connection.sendall(b"a")
        time.sleep(0.05)


def without_end(connection: socket.socket) -> None:
    """Say 200, and send a body that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    with suppress(OSError):
        while True:
            connection.sendall(b"x" * 65536)


def test_a_message_arrives(receiver: Receiver) -> None:
    assert send(receiver) == PostResult(status=200)
    [request] = receiver.received
    assert request.body == b"{}"
    assert request.id == "a"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (status("204 No Content"), PostResult(status=204)),
        (status("500 Oops", body=b"why"), PostResult(500, DeliveryError.STATUS)),
        (status("410 Gone"), PostResult(410, DeliveryError.STATUS)),
        (
            status("429 Slow", "Retry-After: 120"),
            PostResult(429, DeliveryError.STATUS, retry_after=120),
        ),
        (
            status("503 Busy", "Retry-After: 99999999999999999"),
            PostResult(503, DeliveryError.STATUS, retry_after=86_400),
        ),
        (
            status("503 Busy", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"),
            PostResult(503, DeliveryError.STATUS),
        ),
        (b"SSH-2.0-OpenSSH_9.2\r\n", PostResult(failure=DeliveryError.CONNECTION)),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500, PostResult(failure=DeliveryError.PROTOCOL)),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000, PostResult(failure=DeliveryError.PROTOCOL)),
        (close, PostResult(failure=DeliveryError.CONNECTION)),
        # The status says that the receiver has the message. A broken body changes nothing.
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nshort", PostResult(status=200)),
        (without_end, PostResult(status=200)),
        (status("200 OK", body=b"x" * 5_000_000), PostResult(status=200)),
    ],
)
def test_an_answer_is_read_as_far_as_it_matters(
    receiver: Receiver, answer: bytes | Callable[[socket.socket], None], result: PostResult
) -> None:
    receiver.script = [answer]
    started = time.monotonic()
    assert send(receiver) == result
    assert time.monotonic() - started < SECONDS + 1


@pytest.mark.parametrize("slow", [say_nothing, trickle])
def test_a_slow_receiver_has_no_more_time_than_a_try_may_take(
    receiver: Receiver, slow: Callable[[socket.socket], None]
) -> None:
    receiver.script = [slow]
    started = time.monotonic()
    assert send(receiver, seconds=0.3) == PostResult(failure=DeliveryError.TIMEOUT)
    assert time.monotonic() - started < 2


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    with running_receiver() as inner:
        receiver.script = [status("307 Moved", f"Location: {inner.url}")]
        assert send(receiver) == PostResult(307, DeliveryError.STATUS)
        assert inner.received == []


def test_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    result = post(f"http://127.0.0.1:{port}/", b"", {}, seconds=SECONDS, allow_private=True)
    assert result == PostResult(failure=DeliveryError.CONNECTION)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_inner_address_is_not_connected_to(receiver: Receiver, host: str) -> None:
    url = receiver.url.replace("127.0.0.1", host).replace("http:", "https:")
    result = post(url, b"{}", {}, seconds=SECONDS, allow_private=False)
    assert result == PostResult(failure=DeliveryError.ADDRESS)
    assert receiver.received == []


def test_a_url_without_tls_gets_nothing_where_the_setting_is_off_again(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.webhooks.post.look_up", lambda *_, **__: "127.0.0.1")
    result = post(receiver.url, b"{}", {}, seconds=SECONDS, allow_private=False)
    assert result == PostResult(failure=DeliveryError.ADDRESS)
    assert receiver.received == []


def test_no_time_is_left_where_it_ended_while_connecting(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = socket.create_connection

    def connect_late(address: tuple[str, int], timeout: float) -> socket.socket:
        connection = connect(address, timeout)
        time.sleep(0.3)
        return connection

    monkeypatch.setattr(socket, "create_connection", connect_late)
    receiver.otherwise = trickle
    assert send(receiver, seconds=0.1) == PostResult(failure=DeliveryError.TIMEOUT)
    assert receiver.received == []


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def look_up(host: str, port: int, *, allow_private: bool) -> str:
        looked_up.append(host)
        return "127.0.0.1"

    monkeypatch.setattr("service.webhooks.post.look_up", look_up)
    # No resolver knows this name, so a second look-up would fail.
    url = receiver.url.replace("127.0.0.1", "desk.invalid")
    assert post(url, b"", {}, seconds=SECONDS, allow_private=True) == PostResult(status=200)
    assert looked_up == ["desk.invalid"]
    assert receiver.received[0].headers["host"] == f"desk.invalid:{receiver.port}"


def test_a_certificate_that_no_one_vouches_for_is_refused(
    own_certificate: ssl.SSLContext,
) -> None:
    with running_receiver(tls=own_certificate) as receiver:
        assert send(receiver) == PostResult(failure=DeliveryError.TLS)
        assert receiver.received == []


def test_a_receiver_that_begins_no_tls_is_no_secure_one(receiver: Receiver) -> None:
    url = receiver.url.replace("http:", "https:")
    result = post(url, b"{}", {}, seconds=0.3, allow_private=True)
    assert result.failure in (DeliveryError.TLS, DeliveryError.TIMEOUT)
    assert receiver.received == []


def test_no_thread_is_left(receiver: Receiver) -> None:
    receiver.otherwise = OK
    before = threading.active_count()
    for _ in range(5):
        send(receiver, seconds=60)
    end = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.01)
    assert threading.active_count() <= before
