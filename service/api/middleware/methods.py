"""Answer HEAD on each path that takes GET, OPTIONS on each path, and other methods with 405."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import MethodNotAllowed, problem_response

HEAD = "onrecord.head"
"""The key in the scope of a request that was HEAD. A route that streams need not stream then."""


class Methods:
    """Middleware that decides by the method whether a request reaches a route of the API.

    FastAPI answers 405 to HEAD and OPTIONS, names the methods of one route in `Allow`, and reads
    the last part of `GET /v1/quotes/match` as an id.
    """

    def __init__(self, app: ASGIApp, *, routers: Sequence[APIRouter]) -> None:
        self._app = app
        self._routes = [
            route for router in routers for route in router.routes if isinstance(route, APIRoute)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what the path takes, and answer the rest."""
        routes = self._routes_at(scope) if scope["type"] == "http" else []
        if not routes:  # The application may have other routes beside ours.
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        allowed = {each for route in routes for each in route.methods or ()}
        if method in allowed:
            await self._app(scope, receive, send)
            return
        scope["route"] = routes[0]  # For the log.
        if method == "HEAD" and "GET" in allowed:
            await self._app({**scope, "method": "GET", HEAD: True}, receive, _without_body(send))
            return
        named = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
        if method == "OPTIONS":
            response = Response(status_code=HTTPStatus.NO_CONTENT)
        else:
            response = problem_response(scope, MethodNotAllowed())
        response.headers["Allow"] = named
        await response(scope, receive, send)

    def _routes_at(self, scope: Scope) -> list[APIRoute]:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        found = [route for route in self._routes if route.path_regex.match(path)]
        # A path that a route spells out is not an id.
        return [route for route in found if not route.param_convertors] or found


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head
