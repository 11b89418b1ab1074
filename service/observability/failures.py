"""Describe an exception without its message, which may hold submitted words."""

from __future__ import annotations

import traceback
from pathlib import Path

_FRAMES = 8  # The innermost frames: the outer ones are the same for each request.
_ROOT = Path(__file__).parents[2]


def name_causes(error: BaseException) -> str:
    """Return the class of an exception and those of its causes: "KeyError from OSError"."""
    causes = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        causes.append(type(cause).__qualname__)
        cause = cause.__cause__ or cause.__context__
    return " from ".join(causes)


def find_places(error: BaseException) -> str:
    """Return the functions and lines that raised an exception, the innermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(
        name_place(frame.name, frame.filename, frame.lineno)
        for frame in frames[: -_FRAMES - 1 : -1]
    )


def name_place(function: str | None, filename: str, line: int | None) -> str:
    """Return a place in the code as the log shows it: "read (service/a.py:7)"."""
    return f"{function} ({_shorten(filename)}:{line})"


def _shorten(filename: str) -> str:
    _, found, installed = filename.partition("site-packages/")
    path = Path(filename)
    if found:
        return installed
    return path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else filename
