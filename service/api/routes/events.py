"""The route that sends events as they are stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import ServicesOf
from service.api.middleware.methods import HEAD
from service.api.responses import problems
from service.api.schemas.events.event import EventOptions, stream_content, to_watch
from service.api.strict_route import StrictRoute
from service.errors import InvalidRequest, NotFound, NotReady, Overloaded
from service.webhooks.feed import FEEDS_AT_ONCE, event_stream

router = APIRouter(prefix="/v1/events", tags=["events"], route_class=StrictRoute)

_RETRY_AFTER = 5
_MOST_NUMBER = 2**63 - 1
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

_feeds = asyncio.Semaphore(FEEDS_AT_ONCE)

LastEventId = Annotated[
    int | None,
    Header(
        alias="Last-Event-ID",
        ge=0,
        le=_MOST_NUMBER,
        description="The `id` of the last event that arrived. The feed goes on behind it.",
    ),
]


@router.get(
    "",
    operation_id="watchEvents",
    summary="Watch quotes as they are printed",
    response_class=StreamingResponse,
    response_description="Events, until the feed ends.",
    responses={
        200: {"content": stream_content()},
        **problems(InvalidRequest, NotFound, NotReady),
    },
    dependencies=[needs(Scope.READ)],
)
async def watch_events(
    request: Request,
    options: Annotated[EventOptions, Query()],
    services: ServicesOf,
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """Sends an event for each new occurrence of a quote, as server-sent events.

    The feed begins with what is stored from now on, or behind `Last-Event-ID`. It ends after some
    minutes. Clients such as `EventSource` then open the next one by themselves, with that header,
    and miss nothing. An event `missed` comes first where events before are no longer kept.
    """
    events, watch = services.store.events, to_watch(options)
    if _feeds.locked():
        raise Overloaded("Too many feeds are open.", retry_after=_RETRY_AFTER)
    start = await run_in_threadpool(
        events.open_feed, watch, after=last_event_id, days=services.event_days
    )

    async def chunks() -> AsyncIterator[str]:
        if request.scope.get(HEAD, False) or _feeds.locked():  # Others began at this moment.
            return
        read = partial(events.read_after, watch=watch)
        async with _feeds:
            async for chunk in event_stream(
                read, start, stopping=request.app.state.stopping, in_all=services.feed_seconds
            ):
                yield chunk

    return StreamingResponse(chunks(), media_type="text/event-stream", headers=_HEADERS)
