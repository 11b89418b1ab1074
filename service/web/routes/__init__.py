"""The routers of the pages. A route calls what the API's route calls, and fills a template."""

from __future__ import annotations

from fastapi.routing import APIRoute

from service.web import static_files
from service.web.routes import read, sign_in

_SIGNED_IN = (read.router,)
"""Pages that need a key where there are keys."""

PAGES = (*_SIGNED_IN, sign_in.router, static_files.static_router)
"""All routers of the pages."""

PAGE_PATHS = frozenset(
    "/" + route.path.split("/")[1]
    for router in _SIGNED_IN
    for route in router.routes
    if isinstance(route, APIRoute)
)
"""The first part of each path that needs a key."""
