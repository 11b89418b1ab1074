"""The entry for a server: `onrecord serve`, or uvicorn alone, without limits of connections.

uvicorn --factory service.main:create --no-access-log
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from service.app import create_app
from service.errors import OnRecordError
from service.interpreter import collect_seldom, share_arenas, switch_threads_often
from service.observability.logs import configure_logging
from service.server.descriptors import AcceptErrors
from service.server.stop import StopDeadline, stop_with_parent
from service.settings import get_settings

_log = logging.getLogger("onrecord.server")


def create() -> FastAPI:
    """Return the application with the settings of the environment, and log to stderr.

    The application logs requests without their paths and queries, because a search holds words.
    """
    share_arenas()
    settings = get_settings()
    configure_logging(level=settings.log_level, form=settings.log_format)
    app = create_app(settings)
    opened = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(AcceptErrors())
        switch_threads_often()
        if threading.current_thread() is threading.main_thread():
            StopDeadline(
                seconds=settings.shutdown_seconds,
                on_stop=lambda: loop.call_soon_threadsafe(app.state.stopping.set),
            )
            stop_with_parent()
        try:
            async with opened(app):
                collect_seldom()
                yield
        except OnRecordError as error:
            # What uvicorn says of it is a traceback, which the log reduces to its class.
            _log.error("cannot start: %s", error.detail)
            raise

    app.router.lifespan_context = lifespan
    return app
