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
# Seconds before the next try to load an engine where the last one failed.
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


class EnginePool:
    """A reader with some engines, each in a process of its own. Threads may share it.

    As many texts are read at once as there are engines; more wait without a limit, so that a
    `ReaderQueue` stands before the pool. An engine that ends is replaced at once, also while it is
    idle, and costs no other text.
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
        for engine in self._engines:
            threading.Thread(target=engine.watch, name="engine-watch", daemon=True).start()

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that run."""
        return [pid for engine in self._engines if (pid := engine.pid) is not None]

    @property
    def loaded(self) -> int:
        """How many engines can read a text."""
        return sum(engine.is_loaded for engine in self._engines)

    def check(self) -> None:
        """Raise `NotReady` if no engine can read a text."""
        if not self.loaded:
            raise NotReady("All engines ended. They are being replaced.", part="engine")

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
        self._turn = threading.Lock()
        """Held while a text is read, and while an idle process is replaced."""
        self._closed = threading.Event()
        self._process = EngineProcess(load)
        self._loaded: EngineProcess | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process.is_alive() else None

    @property
    def is_loaded(self) -> bool:
        process = self._process
        return self._loaded is process and process.is_alive()

    def wait_until_loaded(self) -> None:
        try:
            self._process.wait_until_loaded()
        except EngineEnded:
            self._process.end()
            raise NotReady("The engine ended while it was loaded.") from None
        self._loaded = self._process

    def watch(self) -> None:
        """Replace the process whenever it ends while it is idle, until the pool is closed."""
        pause = _FIRST_PAUSE
        while not self._closed.is_set():
            process = self._process
            process.wait_until_ended()
            with self._turn:
                # The thread that read may have replaced it.
                if self._process is not process:
                    continue
                try:
                    self._replace()
                    pause = _FIRST_PAUSE
                    continue
                except NotReady as error:
                    if not self._closed.is_set():
                        _log.error("no engine can replace the one that ended: %s", error.detail)
            self._closed.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def read(self, text: str) -> ReadArticle:
        with self._turn:
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
            self._closed.set()
            self._process.end()

    def _replace(self) -> None:
        with self._lock:
            if self._closed.is_set():
                raise NotReady("The server is being stopped.")
            _log.error("an engine ended and is replaced")
            count_replaced_engine()
            self._process.end()
            self._process = EngineProcess(self._load)
        self.wait_until_loaded()
