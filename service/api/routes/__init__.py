"""The routers. A route turns a request into one call of the store, the reader or the ingestor."""

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
    """Return the methods that the path of a request takes."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return {
        method
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and route.path_regex.match(path)
        for method in route.methods or ()
    }
