"""`onrecord worker`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from service.settings import get_settings


def worker(
    engines: Annotated[
        int | None, typer.Option(min=1, help="Processes that read texts; by default every core.")
    ] = None,
    lanes: Annotated[
        int | None, typer.Option(min=1, help="Articles that are worked on at once.")
    ] = None,
    heartbeat: Annotated[
        Path | None,
        typer.Option(help="File to touch every five seconds while the worker can work."),
    ] = None,
) -> None:
    """Store the articles of ingest jobs, and send events to webhooks, until it is stopped.

    Any number of workers may share a database. One that is killed loses nothing: after a minute
    another worker takes what it had.
    """
    from service.commands.worker import run_worker
    from service.interpreter import collect_seldom
    from service.observability.logs import configure_logging
    from service.server.stop import StopDeadline

    settings = get_settings()
    configure_logging(level=settings.log_level, form=settings.log_format)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    StopDeadline(seconds=settings.shutdown_seconds)
    # A server beside it may have been given no lanes, so that this process alone does the work.
    changes = {"job_lanes": lanes or settings.job_lanes or -1, "engines": engines}
    chosen = settings.model_copy(update={name: n for name, n in changes.items() if n is not None})
    collect_seldom()
    run_worker(chosen, stopping=stopping, heartbeat=heartbeat)
