"""`onrecord worker`: store the articles of ingest jobs, without HTTP."""

from __future__ import annotations

import logging
import threading
from contextlib import closing

from service.ingest.ingest import TextReader
from service.services import open_services
from service.settings import Settings

_log = logging.getLogger("onrecord.jobs")


def run_worker(
    settings: Settings, *, stopping: threading.Event, reader: TextReader | None = None
) -> None:
    """Work on jobs until `stopping` is set, then hand back what is not finished.

    Args:
        settings: Name the database, and say how texts are read.
        stopping: Set by a signal handler.
        reader: Used in place of the engines that the settings describe.

    Raises:
        NotReady: The database does not answer, or files of the model are missing.
    """
    services = open_services(settings, reader=reader)
    with closing(services):
        services.jobs.start()
        _log.info("the worker waits for jobs")
        stopping.wait()
        services.jobs.stop(seconds=settings.shutdown_seconds)
    _log.info("the worker has stopped")
