"""Run a worker in a process of its own, with a reader of annotated lines: `python -m ... URL`.

It works as `onrecord worker` does, and starts in less time than an engine needs to load.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from typing import Any, cast

from service.commands.worker import run_worker
from service.settings import Settings
from service.speakers.article_reader import ReadArticle
from tests.support.annotated_reader import AnnotatedReader

LEASE_SECONDS = 1
DEADLY = "This article ends the process."


class SlowReader(AnnotatedReader):
    """Takes a moment for each text, so that a signal finds it reading."""

    def read(self, text: str) -> ReadArticle:
        time.sleep(0.01)
        if DEADLY in text:
            signal.raise_signal(signal.SIGKILL)
        return super().read(text)


def main(database_url: str) -> None:
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    settings = Settings(
        database_url=database_url,
        job_lanes=2,
        job_lease_seconds=LEASE_SECONDS,
        _env_file=None,  # type: ignore[call-arg]
    )
    run_worker(settings, stopping=stopping, reader=cast(Any, SlowReader()))


if __name__ == "__main__":
    main(sys.argv[1])
