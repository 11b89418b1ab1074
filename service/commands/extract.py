"""`onrecord extract` on JSONL: every core, the order kept, memory bounded."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from service.commands.records import account_line, failure_line, read_record
from service.errors import OnRecordError
from service.ingest.engine import build_article_reader
from service.settings import Settings
from service.speakers.article_reader import ArticleReader

_AHEAD = 4
"""Texts a process may have waiting: enough to keep it busy, few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class LineOut:
    """What one line in came to."""

    line: str
    error: str | None


def extract_lines(lines: Iterable[str], *, settings: Settings, workers: int) -> Iterator[LineOut]:
    """Lines of `{"id", "text"}` -> lines of `{"id", "attributions"}`, in the same order.

    A line that cannot be read comes out with an `error` and without attributions; the others
    are read all the same. Empty lines are passed over.
    """
    lines = (line for line in lines if line.strip())
    if workers == 1:
        reader = build_article_reader(settings)
        for line in lines:
            yield _extract(line, reader)
        return
    # A fresh process (spawn) shares no threads or locks with this one, unlike a forked one.
    with ProcessPoolExecutor(
        max_workers=workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(settings,),
    ) as pool:
        waiting: deque[Future[LineOut]] = deque()
        for line in lines:
            waiting.append(pool.submit(_extract_in_worker, line))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def available_cores() -> int:
    """Nothing -> how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_worker_reader: ArticleReader | None = None


def _start_worker(settings: Settings) -> None:
    global _worker_reader  # noqa: PLW0603 - a pool hands a worker its state in no other way
    _worker_reader = build_article_reader(settings)


def _extract_in_worker(line: str) -> LineOut:
    assert _worker_reader is not None
    return _extract(line, _worker_reader)


def _extract(line: str, reader: ArticleReader) -> LineOut:
    identifier = None
    try:
        record = read_record(line)
        identifier = record.id
        return LineOut(line=account_line(record.id, reader.read(record.text)), error=None)
    except OnRecordError as error:
        return LineOut(line=failure_line(identifier, error.detail), error=error.detail)
