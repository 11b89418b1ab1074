"""The body limit, seen from the wire."""

from __future__ import annotations

import asyncio

import pytest

from service.api.middleware.body_limit import BodyLimit, body_limit

SCOPE = {"type": "http", "method": "POST", "path": "/v1/extract"}


def run(chunks, *, headers=(), limit=10):
    """Chunks on the wire -> the status answered, what the app read, how many chunks were taken."""
    waiting = list(chunks)
    taken = 0
    read = []
    sent = []

    async def receive():
        nonlocal taken
        if not waiting:
            return {"type": "http.disconnect"}
        taken += 1
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def app(scope, receive, send):
        message = await receive()
        read.append(message["body"])
        assert not message["more_body"]
        assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = {**SCOPE, "headers": list(headers), "state": {"request_id": "1"}}
    asyncio.run(BodyLimit(app, max_bytes=limit)(scope, receive, send))
    status = sent[0]["status"] if sent else None
    return status, read, taken


@pytest.mark.parametrize("chunks", [[b""], [b"0123456789"], [b"01234", b"", b"56789"]])
def test_a_body_up_to_the_limit_comes_through_whole(chunks):
    assert run(chunks) == (200, [b"".join(chunks)], len(chunks))


def test_nothing_is_read_of_a_body_that_is_declared_too_large():
    assert run([b"0"], headers=[(b"content-length", b"11")]) == (413, [], 0)
    assert run([b"0"], headers=[(b"content-length", b"9" * 5_000)]) == (413, [], 0)


def test_a_body_in_chunks_is_read_no_further_than_the_limit():
    assert run([b"012345"] * 100) == (413, [], 2)


def test_a_body_longer_than_declared_is_refused_all_the_same():
    assert run([b"0123456789", b"0"], headers=[(b"content-length", b"1")]) == (413, [], 2)


def test_large_bodies_beyond_the_budget_of_all_are_refused_and_small_ones_read():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    limit = BodyLimit(app, max_bytes=20 * 1024 * 1024)
    stopped = asyncio.Event()
    statuses = []

    async def request(size, *, stops=False):
        async def receive():
            if stops and not stopped.is_set():
                stops_at.append(1)
                if len(stops_at) > 1:
                    await stopped.wait()
                    return {"type": "http.disconnect"}
            return {"type": "http.request", "body": b" " * size, "more_body": stops}

        async def send(message):
            if message["type"] == "http.response.start":
                statuses.append((message["status"], dict(message["headers"])))

        stops_at = []
        scope = {**SCOPE, "headers": [], "state": {"request_id": "1"}}
        await limit(scope, receive, send)

    async def run_all():
        held = [asyncio.create_task(request(20 * 1024 * 1024, stops=True)) for _ in range(8)]
        await asyncio.sleep(0.05)
        await request(1_000_000)
        await request(60_000)
        stopped.set()
        await asyncio.gather(*held)
        await request(1_000_000)

    asyncio.run(run_all())
    assert [status for status, _ in statuses] == [503, 200, 200]
    assert statuses[0][1][b"retry-after"]


@pytest.mark.parametrize(("reads", "closes"), [(0, True), (1, True), (2, False)])
def test_a_streamed_body_passes_as_it_comes_and_an_early_answer_closes(reads, closes):
    started = []

    async def app(scope, receive, send):
        for number in range(reads):
            assert (await receive())["body"] == chunks[number]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    chunks = [b"0123456789" * 10, b"0123456789" * 10]

    async def receive():
        at = next(turns)
        return {"type": "http.request", "body": chunks[at], "more_body": at == 0}

    async def send(message):
        started.append(dict(message["headers"]))

    turns = iter(range(2))
    limit = BodyLimit(app, max_bytes=10, streamed=["/v1/ingest-jobs"])
    scope = {**SCOPE, "path": "/v1/ingest-jobs", "headers": []}
    asyncio.run(limit(scope, receive, send))
    assert (started[0].get(b"connection") == b"close") == closes


def test_a_client_that_leaves_early_gets_no_answer():
    assert run([]) == (None, [], 0)


def test_the_limit_has_room_for_the_longest_text_in_its_longest_form():
    assert body_limit(1_000) > len('{"text": ""}') + 1_000 * len("\\ud83d\\ude00")
