"""Show problems as pages to people. Programs get them as JSON."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import MEDIA_TYPE
from service.web.audience import path_of, wants_page
from service.web.render import render_page

_OF_THE_BODY = ("content-type", "content-length")


class ProblemPages:
    """Middleware that turns a problem into a page if a browser asks for one.

    All that can go wrong ends as a problem, in whichever middleware or route. So there is one place
    that makes a page of it. Status and header fields, such as `Retry-After`, stay.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the app's answer, or the page of its problem."""
        if scope["type"] != "http" or not wants_page(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def send_page(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if kind.startswith(MEDIA_TYPE):
                    start = message
                    return
            if start is None:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                for part in _page_of(scope, start, bytes(body)):
                    await send(part)

        await self._app(scope, receive, send_page)


def _page_of(scope: Scope, start: Message, body: bytes) -> list[Message]:
    # The body of an answer to HEAD is empty.
    problem = json.loads(body) if body else {"status": start["status"], "title": "", "detail": ""}
    if start["status"] == HTTPStatus.UNAUTHORIZED:
        page = render_page(
            scope,
            "sign_in.html",
            status=start["status"],
            next_path=_next_path(scope),
            is_refused=False,
        )
    else:
        retry_after = Headers(raw=start["headers"]).get("retry-after")
        page = render_page(
            scope, "problem.html", status=start["status"], problem=problem, retry_after=retry_after
        )
    headers = MutableHeaders(raw=list(start["headers"]))
    for name in _OF_THE_BODY:
        del headers[name]
    headers.update(page.headers)
    return [
        {**start, "headers": headers.raw},
        {"type": "http.response.body", "body": page.body if body else b""},
    ]


def _next_path(scope: Scope) -> str:
    """Return what a reader sees after signing in: the page that was asked for, but no form."""
    if scope["method"] != "GET":
        return "/"
    query = scope["query_string"].decode("latin-1")
    return f"{path_of(scope)}?{query}" if query else path_of(scope)
