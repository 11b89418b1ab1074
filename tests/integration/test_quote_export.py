"""The export of quotes: complete while writers work, resumable anywhere, and of constant memory."""

from __future__ import annotations

import json
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.api.routes import quote_export
from service.app import create_app
from service.errors import NotReady
from service.server.protocol import LimitedProtocol
from service.settings import Settings
from service.storage.filters import QuoteFilter
from service.storage.store import Store
from tests.support.scripted_reader import scripted_reader
from tests.support.store_contents import Ingest

WORDS = "The harbour wall number {} will be rebuilt before the next winter begins here"


def export_ids(store: Store, *, after: UUID | None = None, limit: int = 7) -> Iterator[UUID]:
    while batch := store.exports.quotes(QuoteFilter(), after=after, limit=limit):
        yield from (quote.id for quote in batch)
        after = batch[-1].id


@pytest.fixture
def stored(store: Store, ingest: Ingest) -> list[UUID]:
    """The ids of thirty quotes, in their order."""
    lines = [f"Ada Lind | direct | {WORDS.format(number)}" for number in range(30)]
    ingest("\n".join(lines))
    return sorted(quote.id for quote in store.list_quotes(limit=100).items)


def test_every_quote_is_exported_once_in_the_order_of_ids(store: Store, stored: list[UUID]) -> None:
    assert len(stored) == 30
    for limit in (1, 7, 30, 100):
        assert list(export_ids(store, limit=limit)) == stored


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_export_goes_on_after_any_quote(
    store: Store, stored: list[UUID], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(stored) - 1))
    limit = data.draw(st.integers(1, 40))
    assert list(export_ids(store, after=stored[at], limit=limit)) == stored[at + 1 :]


def test_it_goes_on_after_a_quote_that_is_gone(store: Store, ingest: Ingest) -> None:
    one = ingest(f"Ada Lind | direct | {WORDS.format(1)}").view
    other = ingest(f"Bo Ek | direct | {WORDS.format(200)}").view
    store.delete_article(one.ref.id)

    after = one.occurrences[0].quote_id
    assert list(export_ids(store, after=after)) == [other.occurrences[0].quote_id]


def test_writers_at_work_make_it_skip_and_repeat_nothing(
    store: Store, stored: list[UUID], ingest: Ingest
) -> None:
    # Between two batches quotes come, go, and gain outlets. The thirty stay throughout.
    exported = []
    for number, quote_id in enumerate(export_ids(store, limit=3)):
        exported.append(quote_id)
        if number % 3 == 1:
            ingest(
                f"Bo Ek | direct | {WORDS.format(1000 + number)}\n"
                f"Ada Lind | direct | {WORDS.format(29 - number % 30)}",
                domain=f"outlet{number}.example",
            )
        if number % 3 == 2:
            gone = ingest(f"Cy Po | direct | {WORDS.format(5000 + number)}", domain="x.example")
            store.delete_article(gone.view.ref.id)
    assert [quote_id for quote_id in exported if quote_id in set(stored)] == stored
    assert len(exported) == len(set(exported))


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    chosen = Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}", _env_file=None)
    return create_app(chosen, reader=scripted_reader(max_characters=200_000))


@pytest.fixture
def port(app: FastAPI) -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, http=LimitedProtocol))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(30)


def post(port: int, quotes: int, *, start: int = 0) -> None:
    said = [f"“{WORDS.format(start + n)} {uuid4().hex},” Ada Lind said." for n in range(quotes)]
    article = {"outlet": {"domain": "a.example"}, "text": "\n".join(said)}
    response = httpx.post(f"http://127.0.0.1:{port}/v1/articles", json=article, timeout=120)
    assert response.status_code == 201


def test_a_failure_in_the_middle_is_seen_and_the_rest_is_resumed(
    port: int, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(port, 12)
    monkeypatch.setattr(quote_export, "BATCH", 5)
    exports = type(app.state.services.store.exports)
    read, left = exports.quotes, [2]

    def fail_third(*args: object, **options: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise NotReady("The database does not answer.")
        return read(*args, **options)

    url = f"http://127.0.0.1:{port}/v1/quotes/export"
    arrived: list[str] = []
    with monkeypatch.context() as broken:
        broken.setattr(exports, "quotes", fail_third)
        with (
            pytest.raises(httpx.RemoteProtocolError),
            httpx.stream("GET", url) as response,
        ):
            arrived.extend(json.loads(line)["id"] for line in response.iter_lines())
    assert len(arrived) == 10
    rest = httpx.get(url, params={"resume_after": arrived[-1]}).text.splitlines()
    arrived.extend(json.loads(line)["id"] for line in rest)
    assert len(set(arrived)) == len(arrived) == 12


def test_a_client_that_does_not_read_holds_no_connection_to_the_database(
    port: int, app: FastAPI
) -> None:
    # More text than the buffers of both sockets hold.
    for number in range(4):
        long = " ".join([f"word{number}x{i}" for i in range(4000)])
        said = "\n".join(f"“{n} {uuid4().hex} {long},” Ada Lind said." for n in range(3))
        article = {"outlet": {"domain": "a.example"}, "text": said}
        httpx.post(f"http://127.0.0.1:{port}/v1/articles", json=article, timeout=120)
    pool = app.state.services.store._database._reads.pool
    connections = []
    for _ in range(12):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(b"GET /v1/quotes/export HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        connections.append(connection)
    assert pool.checkedout() == 0
    assert httpx.get(f"http://127.0.0.1:{port}/v1/quotes?limit=1").status_code == 200
    for connection in connections:
        connection.close()


FORMS = ("application/x-ndjson", "text/csv", "application/ld+json")


def test_memory_does_not_grow_with_the_number_of_quotes(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quote_export, "BATCH", 20)

    def measure(accept: str) -> tuple[int, int]:
        """Return the most memory that an export takes, and its size."""
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        size = 0
        url = f"http://127.0.0.1:{port}/v1/quotes/export"
        with httpx.stream("GET", url, headers={"Accept": accept}) as response:
            for chunk in response.iter_raw():
                size += len(chunk)
        return tracemalloc.get_traced_memory()[1] - before, size

    def measure_all() -> dict[str, tuple[int, int]]:
        tracemalloc.start()
        try:
            for accept in FORMS:
                measure(accept)  # Statements and code are loaded once.
            return {accept: measure(accept) for accept in FORMS}
        finally:
            tracemalloc.stop()

    post(port, 60)
    small = measure_all()
    for batch in range(4):
        post(port, 150, start=1000 * batch)
    large = measure_all()
    for accept in FORMS:
        assert large[accept][1] > 8 * small[accept][1]
        assert large[accept][0] < 2 * small[accept][0] + 100_000
