"""A text whose client left is not read. With a real server, since only that sees connections."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from service.app import create_app
from service.settings import Settings
from service.speakers.article_reader import ReadArticle
from tests.support.scripted_reader import scripted_reader

PATHS: dict[str, dict[str, object]] = {
    "/v1/extract": {},
    "/v1/articles": {"outlet": {"domain": "harbourpost.example"}},
}


class HeldReader:
    """Records each text, and holds the text "hold" until the test lets it go."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.go_on = threading.Event()
        self._reader = scripted_reader(max_characters=1000)

    def read(self, text: str) -> ReadArticle:
        self.texts.append(text)
        if text == "hold":
            assert self.go_on.wait(30)
        return self._reader.read(text)


@pytest.fixture
def reader() -> Iterator[HeldReader]:
    reader = HeldReader()
    yield reader
    reader.go_on.set()


@pytest.fixture
def app(tmp_path: Path, reader: HeldReader) -> FastAPI:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}", queue_size=2, _env_file=None)
    return create_app(settings, reader=reader)


@pytest.fixture
def port(app: FastAPI, reader: HeldReader) -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    reader.go_on.set()
    server.should_exit = True
    thread.join(30)


def is_gone(record: logging.LogRecord, path: str) -> bool:
    """Return whether a record says that the client of a request left."""
    fields = vars(record)
    return fields.get("route") == path and fields.get("status") == 499


def wait_until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < end
        time.sleep(0.01)


def body_of(path: str, text: str) -> dict[str, object]:
    return {"text": text, **PATHS[path]}


def send(port: int, path: str, text: str) -> socket.socket:
    """Send a text and return the connection, before its answer."""
    body = json.dumps(body_of(path, text)).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(head.encode() + body)
    return connection


@pytest.mark.parametrize("path", PATHS)
def test_a_text_whose_client_left_is_not_read_and_frees_its_place(
    path: str, app: FastAPI, port: int, reader: HeldReader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "onrecord.requests")
    waiting = app.state.services.reader._waiting
    with send(port, path, "hold"):
        wait_until(lambda: reader.texts[-1:] == ["hold"])
        for number in range(2):
            leaving = [send(port, path, f"leaves {number}"), send(port, path, f"too {number}")]
            wait_until(lambda: len(waiting) == 2)
            refused = httpx.post(f"http://127.0.0.1:{port}{path}", json=body_of(path, "refused"))
            assert refused.status_code == 503
            for connection in leaving:
                connection.close()
            wait_until(lambda: not waiting)
        with send(port, path, "stays") as stays:
            wait_until(lambda: len(waiting) == 1)
            reader.go_on.set()
            assert stays.recv(11) == b"HTTP/1.1 20"
    assert reader.texts[-2:] == ["hold", "stays"]
    wait_until(lambda: sum(is_gone(record, path) for record in caplog.records) == 4)
