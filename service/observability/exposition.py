"""Write the metrics as Prometheus reads them, of one process or of all workers of a server.

Several workers count in files of a folder that they share (prometheus-client's multiprocess mode).
The worker that answers a scrape adds them up, and so the answer is the same from each.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from service.observability.metrics import REGISTRY

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX = "onrecord-metrics-"


@contextmanager
def shared_metrics(*, workers: int) -> Iterator[None]:
    """Let worker processes that start within it count together, where there are several.

    A server that was killed leaves its folder. The next one that starts removes it.
    """
    if workers == 1:
        yield
        return
    _remove_left_folders()
    folder = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
    before = os.environ.get(_FOLDER)
    os.environ[_FOLDER] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ[_FOLDER]
        else:
            os.environ[_FOLDER] = before
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_folders() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def are_metrics_shared() -> bool:
    """Return whether this process is one of several that count together."""
    return _FOLDER in os.environ


def write_metrics(accept: str) -> tuple[bytes, str]:
    """Return all metrics, and their media type: OpenMetrics where `accept` asks for it.

    Several workers have no metrics of the process (memory, processor): each would show its own.
    """
    registry = CollectorRegistry()
    if are_metrics_shared():
        folder = os.environ[_FOLDER]
        _forget_dead_workers(folder)
        MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
        ProcessCollector(registry=registry)
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type


def _forget_dead_workers(folder: str) -> None:
    """Drop the gauges of workers that ended. What they counted stays."""
    for path in Path(folder).glob("gauge_live*_*.db"):
        pid = int(path.stem.rpartition("_")[2])
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(pid, path=folder)  # type: ignore[no-untyped-call]
