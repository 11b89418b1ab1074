"""`onrecord worker`: store the articles of ingest jobs and send events, without a server."""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from pathlib import Path

from service.errors import Misconfigured, NotReady, Overloaded
from service.ingest.article_rows import TextReader
from service.services import Services, check_services, open_services
from service.settings import Settings

_log = logging.getLogger("onrecord.jobs")


HEARTBEAT_SECONDS = 5.0


def run_worker(
    settings: Settings,
    *,
    stopping: threading.Event,
    heartbeat: Path | None = None,
    reader: TextReader | None = None,
) -> None:
    """Work on jobs until `stopping` is set, then hand back what is not finished.

    Args:
        settings: Name the database, and say how texts are read.
        stopping: Set by a signal handler.
        heartbeat: A file that is touched every few seconds while the worker can work.
        reader: Used in place of the engines that the settings describe.

    Raises:
        NotReady: The database does not answer, or files of the model are missing.
        Misconfigured: The file of the heartbeat cannot be written.
    """
    if heartbeat:
        _try_to_write(heartbeat)
    services = open_services(settings, reader=reader)
    with closing(services):
        services.start_workers()
        _log.info("the worker waits for jobs")
        try:
            while heartbeat and not stopping.is_set():
                _beat(heartbeat, services)
                stopping.wait(HEARTBEAT_SECONDS)
            stopping.wait()
        finally:
            if heartbeat:
                heartbeat.unlink(missing_ok=True)
            services.stop_workers(seconds=settings.shutdown_seconds)
    _log.info("the worker has stopped")


def _try_to_write(heartbeat: Path) -> None:
    """Remove the file that a killed worker left. Raise `Misconfigured` if none can be written."""
    try:
        heartbeat.touch()
        heartbeat.unlink()
    except OSError as error:
        raise Misconfigured(f"The heartbeat cannot be written: {error.strerror}.") from None


def _beat(heartbeat: Path, services: Services) -> None:
    """Touch the file if an engine is loaded and the database takes writes."""
    try:
        check_services(services.pool, services.store)
        heartbeat.touch()
    except (NotReady, Overloaded) as error:
        _log.warning("the worker is not ready: %s", error.detail)
    except OSError as error:
        _log.warning("the heartbeat cannot be written: %s", error.strerror)
