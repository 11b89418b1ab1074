"""`onrecord extract` for JSONL: read lines on every core, keep their order, bound the memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from service.commands.extract_report import article_line, failure_line
from service.commands.inputs import InputLine, Unreadable, read_record
from service.errors import OnRecordError
from service.extraction.model.manifest import check_files
from service.extraction.model.model_reader import WEIGHTS
from service.guard import describe
from service.interpreter import collect_seldom, end_with_parent
from service.settings import Settings
from service.speakers.article_reader import ArticleReader, load_article_reader

_AHEAD = 4
"""Lines that may wait for each process: enough to keep it busy, few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class LineOut:
    """The result of one line: a line of JSON, and what went wrong with it."""

    place: str
    """The file of the input, and in JSONL the line."""
    id: str | None
    """None where the line has no id."""
    line: str
    error: str | None


def extract_lines(
    lines: Iterable[InputLine | Unreadable], *, settings: Settings, workers: int
) -> Iterator[LineOut]:
    """Read lines of `{"id", "text"}`, and yield lines of `{"id", "attributions"}` in their order.

    A line that cannot be read yields an `error` and no attributions. The other lines are read all
    the same, even where a process dies of one line. Empty lines are left out.

    Raises:
        NotReady: The model's files are missing or damaged.
    """
    lines = (line for line in lines if isinstance(line, Unreadable) or line.text.strip())
    if workers == 1:
        reader = _load_reader(settings)
        for line in lines:
            yield _extract(line, reader)
        return
    check_files(WEIGHTS)
    while lost := (yield from _extract_until_lost(lines, settings=settings, workers=workers)):
        for line in lost:
            yield _extract_apart(line, settings)


def _extract_until_lost(
    lines: Iterator[InputLine | Unreadable], *, settings: Settings, workers: int
) -> Generator[LineOut, None, list[InputLine | Unreadable]]:
    """Read lines in processes until there are no more, or until a process dies.

    Returns:
        The lines that were under way when a process died: one of them is the cause.
    """
    waiting: deque[InputLine | Unreadable] = deque()
    futures: deque[Future[LineOut]] = deque()
    with _open_pool(settings, workers) as pool:
        try:
            for line in lines:
                waiting.append(line)
                futures.append(pool.submit(_extract_in_worker, line))
                if len(waiting) >= workers * _AHEAD:
                    done = futures.popleft().result()
                    waiting.popleft()
                    yield done
            while waiting:
                done = futures.popleft().result()
                waiting.popleft()
                yield done
        except BrokenProcessPool:
            return list(waiting)
    return []


def _extract_apart(line: InputLine | Unreadable, settings: Settings) -> LineOut:
    """Read one line in a process of its own, which may die."""
    with _open_pool(settings, 1) as pool:
        try:
            return pool.submit(_extract_in_worker, line).result()
        except BrokenProcessPool:
            return _failed(line.place, _id_of(line), "The process that read this text died.")


def _open_pool(settings: Settings, workers: int) -> ProcessPoolExecutor:
    # A fresh process (spawn) shares no threads or locks with this one, unlike a forked one.
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(settings,),
    )


def _load_reader(settings: Settings) -> ArticleReader:
    reader = load_article_reader(threads=settings.threads, max_characters=settings.max_characters)
    collect_seldom()
    return reader


_worker_reader: ArticleReader | None = None


def _start_worker(settings: Settings) -> None:
    global _worker_reader  # noqa: PLW0603 - a pool hands a worker its state in no other way
    end_with_parent()
    _worker_reader = _load_reader(settings)


def _extract_in_worker(line: InputLine | Unreadable) -> LineOut:
    assert _worker_reader is not None
    return _extract(line, _worker_reader)


def _extract(line: InputLine | Unreadable, reader: ArticleReader) -> LineOut:
    if isinstance(line, Unreadable):
        return _failed(line.place, line.place, line.detail)
    identifier = None
    try:
        record = read_record(line.text)
        identifier = record.id
        done = article_line(record.id, reader.read(record.text))
    except Exception as error:
        return _failed(line.place, identifier, reason_of(error))
    return LineOut(place=line.place, id=identifier, line=done, error=None)


def reason_of(error: Exception) -> str:
    """Return why a text was not read, in words that hold nothing of it."""
    if isinstance(error, OnRecordError):
        return error.detail
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"The text could not be read: {describe(error)}."


def _failed(place: str, identifier: str | None, detail: str) -> LineOut:
    return LineOut(place=place, id=identifier, line=failure_line(identifier, detail), error=detail)


def _id_of(line: InputLine | Unreadable) -> str | None:
    try:
        return line.place if isinstance(line, Unreadable) else read_record(line.text).id
    except OnRecordError:
        return None
