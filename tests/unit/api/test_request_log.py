"""The log of requests, without the rest of the application."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from service.api.auth.principal import Principal
from service.api.middleware.request_log import RequestLog
from tests.support.log_capture import captured_log


def test_a_crash_after_the_answer_began_is_logged_and_adds_nothing():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError

    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "headers": []}
    with captured_log() as log:
        asyncio.run(RequestLog(app)(scope, None, send))

    assert [message["type"] for message in sent] == ["http.response.start"]
    crashed, answered = log.of("onrecord.requests")
    assert (crashed["event"], crashed["error"]) == ("crashed", "RuntimeError")
    assert (answered["event"], answered["status"]) == ("answered", 200)


def test_a_line_names_the_key_that_called():
    key_id = uuid4()

    async def app(scope, receive, send):
        scope["state"]["principal"] = Principal(key_id, "desk", frozenset())
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        pass

    with captured_log() as log:
        asyncio.run(RequestLog(app)({"type": "http", "method": "GET", "headers": []}, None, send))

    [line] = log.of("onrecord.requests")
    assert line["key_id"] == str(key_id)
