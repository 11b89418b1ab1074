"""The routers of the pages. A route calls what the API's route calls, and fills a template."""

from __future__ import annotations

from fastapi.routing import APIRoute

from service.web import static_files
from service.web.routes import (
    articles,
    jobs,
    proof,
    quotes,
    read,
    search,
    sign_in,
    sources,
    speaker_edits,
    speakers,
)

_SIGNED_IN = (
    read.router,
    articles.router,
    proof.router,
    search.router,
    quotes.router,
    speakers.router,
    speaker_edits.router,
    sources.router,
    jobs.router,
)
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

STREAMED_PATHS = (jobs.PATH,)
"""Paths to which a body streams: it may be longer than the others, and its route limits it."""
