"""`GET /v1/events`: what is stored comes as server-sent events, and nothing is missed."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any

from service.api.routes import events as route
from service.api.schemas.events.event import QuoteEvent
from service.errors import NotReady
from service.storage.event_views import EventBatch, FeedStart
from service.webhooks.feed import event_stream
from tests.support.checked_client import problem_of

EVENT = re.compile(r"^id: (\d+)\nevent: quote\.occurred\ndata: (.*)\n$", re.MULTILINE)


def watch(client, after=None, **options) -> Any:
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    return client.get("/v1/events", params=options, headers=headers)


def last_id(text: str) -> int:
    return int(re.findall(r"^id: (\d+)$", text, re.MULTILINE)[-1])


def test_a_feed_goes_on_behind_the_last_event(client, post):
    first = watch(client)
    assert first.headers["content-type"].startswith("text/event-stream")
    assert first.headers["cache-control"] == "no-store"
    assert EVENT.findall(first.text) == []

    stored = post("“The ferry sails at noon,” Ida Holm said.")
    second = watch(client, last_id(first.text))
    [(number, data)] = EVENT.findall(second.text)
    assert second.text.startswith("retry: 1000\n\nid: ")
    message = json.loads(data)
    assert message["data"]["text"] == "The ferry sails at noon,"
    assert message["data"]["occurrence_id"] == stored["quotations"][0]["id"]
    assert message["data"]["article"]["id"] == stored["id"]

    third = watch(client, number)
    assert EVENT.findall(third.text) == []
    assert "event: missed" not in third.text


def test_a_message_is_what_the_contract_says(client, post):
    start = last_id(watch(client).text)
    post("“The ferry sails at noon,” Ida Holm said. “No” and “never” she said.", title="Ferries")
    for _, data in EVENT.findall(watch(client, start).text):
        assert QuoteEvent.model_validate_json(data).model_dump(mode="json") == json.loads(data)


def test_the_text_of_the_article_is_in_no_message(client, post):
    start = last_id(watch(client).text)
    post("A gale came up. “The ferry sails at noon,” Ida Holm said. The hall was quiet.")
    text = watch(client, start).text
    assert "noon" in text
    assert "gale" not in text
    assert "quiet" not in text


def test_a_feed_takes_a_speaker_a_quote_and_a_kind(client, post):
    stored = post("“The ferry sails at noon,” Ida Holm said. “It rained all day,” Bo Lind said.")
    one, other = stored["quotations"]
    start = last_id(watch(client).text)
    post(
        "“The ferry sails at noon,” Ida Holm said. “It rained all day,” Bo Lind said.",
        domain="b.example",
    )

    def texts(**options):
        found = EVENT.findall(watch(client, start, **options).text)
        return [json.loads(data)["data"]["text"] for _, data in found]

    assert texts(speaker_id=one["speaker"]["id"]) == ["The ferry sails at noon,"]
    assert texts(quote_id=other["quote_id"]) == ["It rained all day,"]
    assert texts(kind="indirect") == []
    assert len(texts()) == 2


def test_what_cannot_be_watched_is_refused(client):
    unknown = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
    assert problem_of(watch(client, speaker_id=unknown))["status"] == 404
    assert problem_of(watch(client, quote_id=unknown))["status"] == 404
    for refused in (watch(client, "x"), watch(client, -1), watch(client, speaker="Ida")):
        assert problem_of(refused)["status"] == 422


def test_a_feed_that_missed_events_says_so(client, post, app):
    start = last_id(watch(client).text)
    post("“The ferry sails at noon,” Ida Holm said.")
    app.state.services.store.events.delete_old(days=-1)
    assert "event: missed\ndata: {}\n\n" in watch(client, start).text


def test_a_head_has_no_body_and_ends(client):
    assert client.head("/v1/events").status_code == 200


def test_the_number_of_open_feeds_is_bounded(client, monkeypatch):
    monkeypatch.setattr(route, "_feeds", asyncio.Semaphore(0))
    refused = watch(client)
    assert problem_of(refused)["status"] == 503
    assert refused.headers["retry-after"]


def chunks_of(
    answers: list[EventBatch | Exception], *, is_stopping: bool = False, **options: float
) -> list[str]:
    """Return what a feed sends whose reads have these results."""
    left = iter(answers)

    def read_after(number: int) -> EventBatch:
        answer = next(left, EventBatch((), number))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def collect() -> list[str]:
        start, stopping = FeedStart(after=3, has_missed=False), asyncio.Event()
        if is_stopping:
            asyncio.get_running_loop().call_later(0.02, stopping.set)
        feed = event_stream(read_after, start, stopping=stopping, **options)
        return [chunk async for chunk in feed]

    return asyncio.run(collect())


def test_a_silent_feed_sends_heartbeats_with_how_far_it_is():
    nothing_for_it = EventBatch((), last=9)
    sent = chunks_of([NotReady("away"), nothing_for_it], in_all=0.05, between=0.001, heartbeat=0.01)
    assert sent[0] == "retry: 1000\n\n"
    assert ": still here\nid: 9\n\n" in sent
    assert sent[-1] == "id: 9\n\n"


def test_a_feed_ends_at_once_when_the_server_stops():
    began = time.monotonic()
    sent = chunks_of([EventBatch((), last=9)], is_stopping=True, in_all=60, between=30)
    assert sent[-1] == "id: 9\n\n"
    assert time.monotonic() - began < 5
