"""Who a request is for: a person at a browser, or a program that reads JSON."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

PROGRAMS = ("/v1", "/metrics", "/mcp", "/healthz", "/readyz", "/openapi.json")
"""Paths whose answers are for programs, and all paths below."""


def path_of(scope: Scope) -> str:
    """Return the path of a request within this application."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def is_for_programs(scope: Scope) -> bool:
    """Return whether the API answers a request, and not a page."""
    path = path_of(scope)
    return any(path == start or path.startswith(f"{start}/") for start in PROGRAMS)


def wants_page(scope: Scope) -> bool:
    """Return whether a request comes from a browser that shows what is answered."""
    return not is_for_programs(scope) and "text/html" in Headers(scope=scope).get("accept", "")
