"""Serve the tools over HTTP at `/mcp`, beside the API and behind the same keys and limits.

uvicorn's factory is `service.mcp.http:create_with_tools`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from service import main
from service.api.auth.principal import Principal
from service.api.auth.scopes import Scope as KeyScope
from service.api.problems import InsufficientScope, problem_response
from service.mcp.server import build_mcp_server

PATH = "/mcp"


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
        if KeyScope.READ in principal.scopes:
            await self._app(scope, receive, send)
        else:
            refused = problem_response(scope, InsufficientScope(KeyScope.READ))
            await refused(scope, receive, send)
