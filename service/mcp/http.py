"""Serve the tools over HTTP at `/mcp`, beside the API and behind the same keys and limits.

uvicorn's factory is `service.mcp.http:create_with_tools`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import main
from service.api.auth.principal import Principal
from service.api.auth.scopes import Scope as KeyScope
from service.api.problems import InsufficientScope, MethodNotAllowed, problem_response
from service.mcp.refusals import REFUSED_MESSAGE
from service.mcp.server import build_mcp_server

PATH = "/mcp"

_ALLOW = {"Allow": "OPTIONS, POST"}


def create_with_tools() -> FastAPI:
    """Return the application of `onrecord serve`, with the tools beside the API."""
    return add_tools(main.create())


def add_tools(app: FastAPI) -> FastAPI:
    """Add the path of the tools to an application, which opens its services when it starts."""
    opened = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opened(app):
            manager = StreamableHTTPSessionManager(
                build_mcp_server(app.state.services),
                # A call is one request with one answer, so any replica can answer it.
                stateless=True,
                json_response=True,
                # The middleware of the API checks hosts and origins.
                security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
            )
            app.router.routes.append(Route(PATH, _Readers(StreamableHTTPASGIApp(manager))))
            async with manager.run():
                yield

    app.router.lifespan_context = lifespan
    return app


class _Readers:
    """Lets callers in who may read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        principal: Principal = scope["state"]["principal"]
        if KeyScope.READ not in principal.scopes:
            refused = problem_response(scope, InsufficientScope(KeyScope.READ))
        elif scope["method"] == "OPTIONS":
            refused = Response(status_code=HTTPStatus.NO_CONTENT, headers=_ALLOW)
        elif scope["method"] != "POST":
            # The SDK answers GET with a stream of events that never come, and never ends it.
            refused = problem_response(scope, MethodNotAllowed())
            refused.headers.update(_ALLOW)
        else:
            await self._app(scope, receive, _without_echo(send))
            return
        await refused(scope, receive, send)


def _without_echo(send: Send) -> Send:
    """Return a `send` for which the SDK's refusals do not repeat what was sent."""
    start: Message | None = None

    async def send_plain(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.BAD_REQUEST:
            start = message
        elif start is None:
            await send(message)
        elif not message.get("more_body"):
            response = JSONResponse(REFUSED_MESSAGE, status_code=start["status"])
            await send({**start, "headers": response.raw_headers})
            await send({"type": "http.response.body", "body": response.body})

    return send_plain
