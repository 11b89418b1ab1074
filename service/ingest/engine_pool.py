"""Read texts in several processes, so that every core reads one."""

from __future__ import annotations

import atexit
import logging
import threading
from queue import LifoQueue

from service.errors import NotReady, ReadingFailed
from service.ingest.engine_process import EngineEnded, EngineProcess, ReaderLoader
from service.observability.metrics import count_replaced_engine
from service.speakers.article_reader import ReadArticle

_log = logging.getLogger("onrecord.engines")
_TRIES = 2


class EnginePool:
    """A reader with some engines, each in a process of its own. Threads may share it.

    As many texts are read at once as there are engines; more wait without a limit, so that a
    `ReaderQueue` stands before the pool. An engine that ends is replaced, and costs no other text.
    """

    def __init__(self, load: ReaderLoader, *, size: int) -> None:
        """Start the engines, and wait until each has read a sentence.

        Raises:
            NotReady: An engine cannot be loaded.
        """
        self._engines = [_Engine(load) for _ in range(size)]
        # The engine that read last is asked first: its memory is warm.
        self._idle: LifoQueue[_Engine] = LifoQueue()
        for engine in self._engines:
            self._idle.put(engine)
        # multiprocessing waits for its children when the interpreter ends.
        atexit.register(self.close)
        try:
            for engine in self._engines:
                engine.wait_until_loaded()
        except BaseException:
            self.close()
            raise

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that run."""
        return [pid for engine in self._engines if (pid := engine.pid) is not None]

    def read(self, text: str) -> ReadArticle:
        """Return the quotations of a text and their speakers.

        Raises:
            InvalidText: The text holds NUL or a lone surrogate.
            TextTooLong: The text is longer than the reader accepts.
            ReadingFailed: A fault of ours ended the reading, or ended two processes.
            NotReady: An engine cannot be loaded, or the pool is closed.
        """
        engine = self._idle.get()
        try:
            return engine.read(text)
        finally:
            self._idle.put(engine)

    def close(self) -> None:
        """End all processes at once, also those that read."""
        atexit.unregister(self.close)
        for engine in self._engines:
            engine.close()


class _Engine:
    """A place in the pool: a process, and then the process that replaces it."""

    def __init__(self, load: ReaderLoader) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._closed = False
        self._process = EngineProcess(load)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process.is_alive() else None

    def wait_until_loaded(self) -> None:
        try:
            self._process.wait_until_loaded()
        except EngineEnded:
            self._process.end()
            raise NotReady("The engine ended while it was loaded.") from None

    def read(self, text: str) -> ReadArticle:
        if not self._process.is_alive():
            self._replace()
        for _ in range(_TRIES):
            try:
                return self._process.read(text)
            except EngineEnded:
                self._replace()
        raise ReadingFailed(
            "The process that read this text ended, and so did the next. Other texts are read."
        )

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._process.end()

    def _replace(self) -> None:
        with self._lock:
            if self._closed:
                raise NotReady("The server is being stopped.")
            _log.error("an engine ended and is replaced")
            count_replaced_engine()
            self._process.end()
            self._process = EngineProcess(self._load)
        self.wait_until_loaded()
