"""The application: the services of one process, and the HTTP API on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from anyio import to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from service.api.auth.authenticator import AccessRules
from service.api.auth.rates import read_rate
from service.api.mount import add_api
from service.api.openapi import TITLE
from service.ingest.article_rows import TextReader
from service.observability.exposition import are_metrics_shared
from service.observability.tracing import start_tracing, stop_tracing
from service.services import Services, open_services
from service.settings import Settings, get_settings
from service.web.mount import add_pages
from service.web.routes import PAGE_PATHS, PAGES, STREAMED_PATHS

_THREADS = 48
"""Threads of a server, beside those of texts that wait or are read: 24 for writers, the others for
reads."""
_SHOW_SECONDS = 1.0

_HAND_BACK_SECONDS = 0.7
"""How long articles that are being read, and messages on their way, may take when the server stops.
It is less than the second that a process has after the time for its requests."""


def create_app(settings: Settings | None = None, *, reader: TextReader | None = None) -> FastAPI:
    """Return the application; it opens its services when the server starts it.

    Starting migrates the database and starts the engines, each of which reads one sentence. Only
    then are requests answered.

    Args:
        settings: The settings of the environment where None is given.
        reader: Used in this process, in place of the engines that the settings describe.
    """
    chosen = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # Waiting readers and writers are bounded, so that some threads are always left for reads.
        to_thread.current_default_thread_limiter().total_tokens = (
            _THREADS + chosen.queue_size + chosen.engine_count
        )
        start_tracing(chosen.tracing_endpoint)
        services = await run_in_threadpool(open_services, chosen, reader=reader)
        app.state.services = services
        app.state.stopping = asyncio.Event()
        showing = asyncio.create_task(_show_load(services)) if are_metrics_shared() else None
        services.start_workers()
        try:
            yield
        finally:
            if showing:
                showing.cancel()
            await run_in_threadpool(services.stop_workers, seconds=_HAND_BACK_SECONDS)
            services.close()
            await run_in_threadpool(stop_tracing)

    app = FastAPI(
        title=TITLE,
        version=version("onrecord"),
        lifespan=lifespan,
        openapi_url=None,  # The API has its own routes for the contract and the page of it.
        redirect_slashes=False,
        # FastAPI's own telemetry would send exceptions with their messages, and so perhaps words
        # of an article, to the program that collects it.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    add_api(
        app,
        max_characters=chosen.max_characters,
        body_seconds=chosen.request_seconds,
        job_bytes=chosen.job_bytes,
        rules=_rules_of(chosen),
        pages=PAGES,
        page_paths=PAGE_PATHS,
        streamed_paths=STREAMED_PATHS,
    )
    add_pages(app, session_secret=chosen.session_secret)
    return app


async def _show_load(services: Services) -> None:
    """Show each second how busy this process is, since another one may answer `GET /metrics`."""
    while True:
        services.show_load()
        await asyncio.sleep(_SHOW_SECONDS)


def _rules_of(settings: Settings) -> AccessRules:
    rate = read_rate(settings.rate_limit)
    assert rate is not None  # The setting has a pattern.
    return AccessRules(
        allow_anonymous=settings.allow_anonymous,
        allowed_hosts=frozenset(settings.allowed_hosts.lower().split()),
        cors_origins=frozenset(settings.cors_origins.split()),
        rate=rate,
    )
