"""The HTTP application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from service.api.body_limit import BodyLimit, body_limit
from service.api.dependencies import Services
from service.api.handlers import add_handlers
from service.api.openapi import TITLE, VERSION, build_openapi
from service.api.request_log import RequestLog
from service.api.routes import ROUTERS
from service.ingest.engine import build_article_reader
from service.ingest.ingest import Ingestor
from service.ingest.reader_queue import Gate
from service.settings import Settings, get_settings
from service.speakers.article_reader import ArticleReader
from service.storage.db.migrate import upgrade
from service.storage.store import Store

_log = logging.getLogger("onrecord")
_WARM_UP = "“It works,” the engineer said."


class OnRecordApi(FastAPI):
    """FastAPI with our own contract."""

    def openapi(self) -> dict[str, Any]:
        """Nothing -> the document that is committed as `openapi.yaml`."""
        return build_openapi()


def create_app(settings: Settings | None = None, *, reader: ArticleReader | None = None) -> FastAPI:
    """Settings, and a reader in place of the one they name -> the application.

    Its start brings the database to the newest schema, loads the engine and reads a sentence with
    it; only then are requests answered.
    """
    chosen = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        services = await run_in_threadpool(_open_services, chosen, reader)
        app.state.services = services
        try:
            yield
        finally:
            services.store.close()

    app = OnRecordApi(
        title=TITLE,
        version=VERSION,
        lifespan=lifespan,
        redoc_url=None,
        redirect_slashes=False,
        # FastAPI's own telemetry would hand exceptions with their messages, and so perhaps words
        # of an article, to whatever collects it.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    for router in ROUTERS:
        app.include_router(router)
    add_handlers(app)
    app.add_middleware(BodyLimit, max_bytes=body_limit(chosen.max_characters))
    app.add_middleware(RequestLog)  # the last added is the outermost
    return app


def _open_services(settings: Settings, reader: ArticleReader | None) -> Services:
    upgrade(settings.database_url)
    store = Store.open(settings.database_url)
    engine = reader or build_article_reader(settings)
    engine.read(_WARM_UP)
    gate = Gate(engine, queue_size=settings.queue_size)
    _log.info("ready: the database is up to date, the engine is loaded")
    return Services(store=store, reader=gate, ingestor=Ingestor(gate, store))
