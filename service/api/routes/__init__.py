"""Routers: each maps a request to one call inside and its result to an answer."""

from __future__ import annotations

from fastapi.routing import APIRoute
from starlette.types import Scope

from service.api.routes import (
    articles,
    extract,
    health,
    judgements,
    outlets,
    quote_editing,
    quotes,
    speakers,
)

ROUTERS = (
    extract.router,
    articles.router,
    quotes.router,
    quote_editing.router,
    speakers.router,
    judgements.router,
    outlets.router,
    health.router,
)


def allowed_methods(scope: Scope) -> set[str]:
    """A request -> the methods that its path takes."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return {
        method
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and route.path_regex.match(path)
        for method in route.methods or ()
    }
