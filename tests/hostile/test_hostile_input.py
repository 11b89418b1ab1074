"""Each kind of hostile request gets its documented answer, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.storage.store import Store
from tests.hostile.kinds import BODIES, FORGED_KEYS, HOSTILE_STRINGS, JOBS, OTHERS, TEXTS, Kind
from tests.support.keys import add_key
from tests.support.server import Server, running_server

MOST_MEMORY = 400 * 1024 * 1024
"""How much more memory the server and its processes may take at their peak than at the start."""

LISTS = ("articles", "quotes", "speakers", "outlets", "ingest-jobs", "judgements")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("hostile")) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=300, trust_env=False) as client:
        client.post("/v1/articles", json=article("“It works,” Ann Lee said.")).raise_for_status()
        yield client


def article(text: str, **fields: Any) -> dict[str, Any]:
    return {"outlet": {"domain": "first.example"}, "text": text, **fields}


def stored(client: httpx.Client) -> dict[str, Any]:
    return {name: client.get(f"/v1/{name}").raise_for_status().json() for name in LISTS}


def peak_memory(server: Server) -> int:
    """Return the sum of the highest memory of the server and its processes, in bytes."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, check=False
    )
    pids = [server.process.pid, *map(int, listed.stdout.split())]
    return sum(_high_water(Path(f"/proc/{pid}/status")) for pid in pids)


def _high_water(status: Path) -> int:
    if not status.exists():
        return 0
    lines = (line.split() for line in status.read_text().splitlines())
    return next((int(line[1]) * 1024 for line in lines if line[0] == "VmHWM:"), 0)


def send(client: httpx.Client, kind: Kind) -> httpx.Response:
    body = kind.body()
    started = time.monotonic()
    response = client.request(kind.method, kind.path, content=body, headers=dict(kind.headers))
    assert time.monotonic() - started < kind.seconds
    return response


@pytest.mark.parametrize("kind", [*BODIES, *OTHERS, *JOBS], ids=lambda kind: kind.name)
def test_a_hostile_request_is_refused_and_stores_nothing(
    kind: Kind, client: httpx.Client, server: Server
) -> None:
    before, memory = stored(client), peak_memory(server)

    response = send(client, kind)

    assert response.status_code in kind.statuses
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    problem = response.json()
    assert problem["type"].removeprefix("urn:onrecord:problem:") in kind.problems
    assert problem["status"] == response.status_code
    assert peak_memory(server) - memory < MOST_MEMORY
    assert stored(client) == before


@pytest.mark.parametrize("kind", TEXTS, ids=lambda kind: kind.name)
def test_a_strange_text_is_read_and_its_offsets_fit(
    kind: Kind, client: httpx.Client, server: Server
) -> None:
    memory = peak_memory(server)
    body = kind.body()
    assert isinstance(body, bytes)
    text = json.loads(body)["text"]

    response = send(client, kind)

    assert response.status_code == 200
    for quotation in response.json()["quotations"]:
        words = [text[span["start"] : span["end"]] for span in quotation["spans"]]
        assert " ".join(words) == quotation["text"]
    assert peak_memory(server) - memory < MOST_MEMORY


@pytest.mark.parametrize("value", HOSTILE_STRINGS.values(), ids=HOSTILE_STRINGS)
def test_a_string_means_nothing_to_the_database_or_a_browser(
    value: str, client: httpx.Client
) -> None:
    """It is stored as it came, found as it came, and answered as JSON alone."""
    before = stored(client)
    del before["outlets"]  # An outlet stays when its articles go.
    sent = article(f"“We go to {value} now,” Ann Lee {value} said.", title=value)
    sent["outlet"] = {"name": value}

    created = client.post("/v1/articles", json=sent)
    assert created.status_code == 201
    location = created.headers["location"]
    try:
        answered = client.get(location)
        assert answered.json()["text"] == sent["text"]
        assert answered.json()["title"] == value
        assert answered.headers["content-type"] == "application/json"
        assert answered.headers["x-content-type-options"] == "nosniff"
        for query in ({"q": value}, {"speaker": value}, {"outlet": value}):
            assert client.get("/v1/quotes", params=query).status_code in {200, 422}
        words = client.post("/v1/quotes/match", json={"text": value, "speaker": value})
        assert words.status_code in {200, 422}
    finally:
        assert client.delete(location).status_code == 204
    after = stored(client)
    assert {name: after[name] for name in before} == before


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server that has a key, and the header with the key."""
    directory = tmp_path_factory.mktemp("closed")
    url = f"sqlite:///{directory / 'onrecord.db'}"
    Store.migrate(url)
    store = Store.open(url)
    header = add_key(store)[1]
    store.close()
    with running_server(directory, engines=1) as server:
        yield server, header


@pytest.mark.parametrize("given", FORGED_KEYS.values(), ids=FORGED_KEYS)
def test_a_forged_key_opens_nothing(given: str, closed: tuple[Server, dict[str, str]]) -> None:
    server, real = closed
    sent = {"Authorization": given.encode()} if given else {}
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        for path in ("/v1/articles", "/v1/quotes/export", "/metrics", "/v1/audit", "/v1/none"):
            refused = client.get(path, headers=sent)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"].startswith("Bearer")
            assert refused.json()["type"] == "urn:onrecord:problem:unauthenticated"
        posted = client.post("/v1/articles", json=article("“We go,” she said."), headers=sent)
        assert posted.status_code == 401
        assert client.get("/v1/articles", headers=real).json()["items"] == []


def test_forty_kinds_are_tried() -> None:
    names = [kind.name for kind in (*BODIES, *OTHERS, *JOBS, *TEXTS)]
    assert len(set(names)) == len(names) >= 40
