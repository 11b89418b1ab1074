"""Add the API to an application: routes, error handlers and middleware."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fastapi import APIRouter, FastAPI

from service.api import docs_page
from service.api.auth.authenticator import DEFAULT_RULES, AccessRules, Authenticators
from service.api.handlers import add_handlers
from service.api.job_upload import JobUploads
from service.api.middleware.authentication import PROTECTED, Authentication
from service.api.middleware.body_limit import BODY_SECONDS, BodyLimit, body_limit
from service.api.middleware.cors import Cors
from service.api.middleware.methods import Methods
from service.api.middleware.rate_limit import RateLimit
from service.api.middleware.request_log import RequestLog
from service.api.middleware.security_headers import SecurityHeaders
from service.api.routes import ROUTERS, jobs

JOB_BYTES = 256 * 1024 * 1024
"""The largest body of a job, where nothing else is said."""


def add_api(
    app: FastAPI,
    *,
    max_characters: int,
    body_seconds: float = BODY_SECONDS,
    job_bytes: int = JOB_BYTES,
    rules: AccessRules = DEFAULT_RULES,
    pages: Sequence[APIRouter] = (),
    page_paths: Collection[str] = (),
    streamed_paths: Collection[str] = (),
) -> None:
    """Add the API's routes, error handlers and middleware to `app`.

    Its routes answer 503 until `app.state.services` holds the `Services` of this process.

    Args:
        app: The application. The middleware sees all its requests, also those to other routes.
        max_characters: The longest text that is read; it limits the size of a body.
        body_seconds: How long the body of a request may take to arrive.
        job_bytes: The largest body of a job, which streams in.
        rules: Who may call.
        pages: Routers beside those of the API, under the same middleware.
        page_paths: Their paths that need a key, and with each all paths below.
        streamed_paths: Their paths to which a body streams, as to those of jobs.
    """
    routers = (*ROUTERS, docs_page.router, *pages)
    # The routes themselves: `include_router` would build each of them once more (decision 0073).
    app.router.routes.extend(route for router in routers for route in router.routes)
    add_handlers(app)
    app.add_middleware(Methods, routers=routers)
    max_bytes = body_limit(max_characters)
    app.state.job_uploads = JobUploads.within(
        line_bytes=max_bytes, body_bytes=job_bytes, seconds=body_seconds
    )
    app.add_middleware(
        BodyLimit,
        max_bytes=max_bytes,
        seconds=body_seconds,
        streamed=[jobs.router.prefix, *streamed_paths],
    )
    app.add_middleware(RateLimit)
    app.state.authenticators = Authenticators(rules)
    app.add_middleware(
        Authentication,
        authenticators=app.state.authenticators,
        paths=frozenset((*PROTECTED, *page_paths)),
    )
    app.add_middleware(RequestLog)
    if rules.cors_origins:
        app.add_middleware(Cors, origins=rules.cors_origins)
    app.add_middleware(SecurityHeaders)  # The middleware added last is the outermost.
