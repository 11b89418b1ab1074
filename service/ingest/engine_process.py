"""A process with an engine: it reads one text at a time, and ends with the process that made it.

This module imports neither SQL nor HTTP, so that such a process stays small.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import partial
from logging.handlers import QueueHandler
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from operator import attrgetter
from typing import Any

from service.errors import OnRecordError, ReadingFailed
from service.extraction.quotation import Extraction, NamedEntity, Quotation, QuotedSpan
from service.guard import describe
from service.interpreter import collect_seldom
from service.speakers.article_reader import ArticleReader, ReadArticle, ReadingSeconds
from service.speakers.speaker import Resolution, Speaker
from service.text.document import Document
from service.text.spans import Span

_log = logging.getLogger("onrecord.engines")
_WARM_UP = "“It works,” the engineer said."
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_END_SECONDS = 5.0
_NICENESS = 5
"""How far engines step back. Where they want every core, the process that answers gets a whole
core all the same: three times as much as an engine."""

ReaderLoader = Callable[[], ArticleReader]
"""Loads a reader, in the new process. It is pickled, so it is a function of a module."""


class EngineEnded(Exception):
    """The process ended before it answered."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer for one text, or for the start of the process."""

    read: ReadArticle | None
    error: OnRecordError | None
    records: tuple[logging.LogRecord, ...]
    """What the process logged."""


class EngineProcess:
    """The other side of such a process. It serves one thread at a time."""

    def __init__(self, load: ReaderLoader) -> None:
        """Start the process. It loads its reader while this one goes on."""
        context = get_context("spawn")  # It shares no threads or locks with this process.
        self._connection, theirs = context.Pipe()
        level = logging.getLogger("onrecord").getEffectiveLevel()
        self._process = context.Process(
            target=serve_texts, args=(theirs, load, level), name="onrecord-engine", daemon=True
        )
        with theirs, _stop_signals_blocked():
            self._process.start()

    @property
    def pid(self) -> int | None:
        """The id of the process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Return whether the process runs."""
        return self._process.is_alive()

    def wait_until_ended(self) -> None:
        """Wait until the process has ended, without a look at what it sends."""
        wait([self._process.sentinel])

    def wait_until_loaded(self) -> None:
        """Wait until the first sentence is read.

        Raises:
            EngineEnded: The process ended.
            NotReady: The model's files are missing or damaged.
        """
        self._receive()

    def read(self, text: str) -> ReadArticle:
        """Return the quotations of a text and their speakers.

        Raises:
            EngineEnded: The process ended before it answered.
            ReadingFailed: A fault of ours ended the reading.
        """
        try:
            self._connection.send(text)
        except OSError:
            raise EngineEnded from None
        answer = self._receive()
        assert answer is not None
        return answer

    def end(self) -> None:
        """End the process at once. It holds nothing that could be lost."""
        self._process.kill()
        self._process.join(_END_SECONDS)

    def _receive(self) -> ReadArticle | None:
        try:
            answer: _Answer = self._connection.recv()
        except (EOFError, OSError):
            raise EngineEnded from None
        for record in answer.records:
            logging.getLogger(record.name).handle(record)
        if answer.error is not None:
            raise answer.error
        return answer.read


def serve_texts(connection: Connection, load: ReaderLoader, log_level: int) -> None:
    """Read texts from a connection and send answers, until the other side closes it.

    Args:
        connection: Brings texts, and takes an `_Answer` for the start and for each text.
        load: Loads the reader.
        log_level: What is logged; the other side writes it, since it knows the request.
    """
    _let_parent_decide_when_to_stop()
    _let_server_go_first()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logged = _Collector()
    logging.getLogger().addHandler(logged)
    logging.getLogger("onrecord").setLevel(log_level)
    engine = _Engine(load)
    try:
        connection.send(_answer(engine.start, logged))
        while engine.is_loaded:
            connection.send(_answer(partial(engine.read, connection.recv()), logged))
    except (EOFError, OSError):
        return  # The other side is gone.


class _Engine:
    """The reader of this process, once it is loaded."""

    def __init__(self, load: ReaderLoader) -> None:
        self._load = load
        self._reader: ArticleReader | None = None

    @property
    def is_loaded(self) -> bool:
        return self._reader is not None

    def start(self) -> None:
        reader = self._load()
        reader.read(_WARM_UP)
        collect_seldom()
        self._reader = reader

    def read(self, text: str) -> ReadArticle:
        assert self._reader is not None
        return self._reader.read(text)


def _answer(ask: Callable[[], ReadArticle | None], logged: _Collector) -> _Answer:
    read, error = None, None
    try:
        read = ask()
    except OnRecordError as raised:
        error = raised
    except Exception as raised:
        # The exception itself may hold words of the text, so it stays here.
        _log.error("an engine failed: %s", describe(raised))
        error = ReadingFailed("A fault of ours ended the reading. The log knows more.")
    return _Answer(read=read, error=error, records=logged.take())


class _Collector(QueueHandler):
    """Keeps what is logged, in a form that can be sent."""

    def __init__(self) -> None:
        self._records: list[logging.LogRecord] = []
        super().__init__(self._records)  # type: ignore[arg-type]  # `enqueue` is our own.

    def enqueue(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def take(self) -> tuple[logging.LogRecord, ...]:
        records = tuple(self._records)
        self._records.clear()
        return records


@contextmanager
def _stop_signals_blocked() -> Iterator[None]:
    """Let a new process begin with blocked signals, so that Ctrl-C cannot break its start."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # This starts once with the first process, and would unblock the signals again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _let_parent_decide_when_to_stop() -> None:
    """Ignore what a terminal or systemd sends to all processes: running texts are finished."""
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)


def _let_server_go_first() -> None:
    """Give way to the process that answers, so that reads stay fast while all engines are busy."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _end_with_parent() -> None:
    """Wait for the end of the parent, also by `kill -9`, and end then, also within a text."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)


def _send_fields(kind: type[Any]) -> None:
    """Pickle a dataclass as its class and fields, which takes a third of the time."""
    get_fields = attrgetter(*(field.name for field in fields(kind)))
    ForkingPickler.register(kind, lambda value: (kind, get_fields(value)))


_KINDS: tuple[type[Any], ...] = (
    Document,
    Extraction,
    NamedEntity,
    Quotation,
    QuotedSpan,
    ReadArticle,
    ReadingSeconds,
    Resolution,
    Span,
    Speaker,
)
for _kind in _KINDS:
    _send_fields(_kind)
