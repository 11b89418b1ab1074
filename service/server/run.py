"""Start uvicorn with the limits of the settings."""

from __future__ import annotations

import math
import os
import secrets

import uvicorn

from service.observability.exposition import shared_metrics
from service.observability.logs import configure_logging
from service.server.descriptors import raise_descriptor_limit
from service.server.protocol import LimitedProtocol
from service.settings import Settings

# asyncio accepts as many connections as this at once, so it stays below the reserved descriptors.
_BACKLOG = 128


def run_server(application: str, settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve an application until a signal stops the process.

    Args:
        application: The import name of its factory.
        settings: Holds the limits.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        workers: How many processes serve.
    """
    configure_logging(level=settings.log_level, form=settings.log_format)
    raise_descriptor_limit(settings.max_connections)
    # Each process has some of the engines, and reads how many from the environment.
    os.environ["ONRECORD_ENGINES"] = str(math.ceil(settings.engine_count / workers))
    # All processes accept the sessions that one of them began.
    os.environ["ONRECORD_SESSION_SECRET"] = settings.session_secret or secrets.token_urlsafe()
    with shared_metrics(workers=workers):
        _run(application, settings, host=host, port=port, workers=workers)


def _run(application: str, settings: Settings, *, host: str, port: int, workers: int) -> None:
    uvicorn.run(
        application,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=None,  # Ours is set up already, and again in each worker.
        access_log=False,
        server_header=False,
        http=LimitedProtocol,
        ws="none",
        backlog=_BACKLOG,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
