"""Write events as server-sent events, as they are stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from service.errors import OnRecordError
from service.storage.event_views import EventBatch, EventView, FeedStart
from service.webhooks.payload import event_payload

FEEDS_AT_ONCE = 50
"""How many feeds one process holds open."""

_SECONDS_BETWEEN = 1.0
_HEARTBEAT_SECONDS = 15.0
"""Proxies close a connection on which nothing comes for a minute. Many do after 30 seconds."""

_ASK_AGAIN = "retry: 1000\n\n"
_MISSED = "event: missed\ndata: {}\n\n"


def write_event(event: EventView) -> str:
    """Return an event as one server-sent event."""
    payload = event_payload(event)
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return f"id: {event.number}\nevent: {payload['type']}\ndata: {data}\n\n"


async def event_stream(
    read_after: Callable[[int], EventBatch],
    start: FeedStart,
    *,
    stopping: asyncio.Event,
    in_all: float,
    between: float = _SECONDS_BETWEEN,
    heartbeat: float = _HEARTBEAT_SECONDS,
) -> AsyncIterator[str]:
    """Yield events after a start, and a heartbeat where none comes. Read once at least.

    Args:
        read_after: Reads the next events. Each call is one short transaction.
        start: Where the feed begins.
        stopping: Is set when the server stops: the feed ends then.
        in_all: Seconds after which the feed ends. Its client goes on in the next one.
        between: Seconds between two reads, where the last one found the end.
        heartbeat: Seconds of silence at most.
    """
    yield _ASK_AGAIN
    if start.has_missed:
        yield _MISSED
    loop = asyncio.get_running_loop()
    last, ends_at, spoke_at = start.after, loop.time() + in_all, loop.time()
    while True:
        try:
            batch = await run_in_threadpool(read_after, last)
        except OnRecordError:  # The database is busy or away. The next read may find it.
            batch = EventBatch((), last)
        for event in batch.events:
            yield write_event(event)
            spoke_at = loop.time()
        is_behind, last = batch.last > last, batch.last
        if loop.time() - spoke_at >= heartbeat:
            # The id lets the next feed begin behind events that this one leaves out.
            yield f": still here\nid: {last}\n\n"
            spoke_at = loop.time()
        if loop.time() >= ends_at or stopping.is_set():
            yield f"id: {last}\n\n"
            return
        if not is_behind:
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), between)
