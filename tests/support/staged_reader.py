"""A reader for another process, which does what a text says, word by word.

Files stand for signals between processes. Each word is `verb:file` or a verb alone.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from service.guard import Guard
from service.speakers.article_reader import ArticleReader, ReadArticle
from tests.support.scripted_reader import scripted_reader

_SECONDS = 20.0


def wait_for(path: Path) -> None:
    """Wait until a file is there."""
    end = time.monotonic() + _SECONDS
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.005)


class StagedReader(ArticleReader):
    """Does what the text says, and then reads it as the scripted reader does."""

    def __init__(self) -> None:
        """Take the scripted reader, which reads 1,000 characters."""
        self._scripted = scripted_reader(max_characters=1000)

    def read(self, text: str) -> ReadArticle:
        """Follow the text, and read it."""
        for word in text.split():
            verb, _, name = word.partition(":")
            match verb:
                case "show":  # Tell that this process is here.
                    Path(name).write_text(str(os.getpid()), "ascii")
                case "wait":
                    wait_for(Path(name))
                case "die":
                    os._exit(1)
                case "die-unless":
                    if not Path(name).exists():
                        Path(name).touch()
                        os._exit(1)
                case "warn":
                    logging.getLogger("onrecord.reading").warning("it is warned")
                case "guard":
                    with Guard("a step"):
                        raise ValueError(text)
        return self._scripted.read(text)


def load_staged_reader() -> ArticleReader:
    """Return a reader that does what its texts say."""
    return StagedReader()


def load_nothing() -> ArticleReader:
    """End the process in place of loading a reader."""
    os._exit(3)
