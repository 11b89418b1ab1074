"""The log of a server as an operator reads it, from requests within the test's own process."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from service.observability.logs import LogFormat, log_formatter


@dataclass(frozen=True, slots=True)
class CapturedLog:
    """What was logged so far."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        """All lines, as they are written to stderr."""
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of JSON."""
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, logger: str) -> list[dict[str, Any]]:
        """Return the lines of one logger."""
        return [line for line in self.lines if line["logger"] == logger]


@contextmanager
def captured_log(form: LogFormat = "json", *, level: int = logging.DEBUG) -> Iterator[CapturedLog]:
    """Capture the records of all loggers, libraries included, at `level` and above.

    The test client's own records are left out: no server writes them.
    """
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(log_formatter(form, is_terminal=False))
    handler.addFilter(lambda record: not record.name.startswith(("httpx", "httpcore")))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield CapturedLog(handler.stream)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
