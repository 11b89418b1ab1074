"""A guard around one step of reading: a failure costs that step alone, and is logged.

What is logged is the exception's class and the place in the code where it was raised. Neither its
message nor the traceback's lines are logged: both may hold submitted text.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

_log = logging.getLogger("onrecord.reading")
_ROOT = Path(__file__).parent


class Guard:
    """Contains every failure of the code under it, unless memory ran out.

    What the code has changed before it failed stays changed, so a guarded step returns its result
    or adds what it has finished.
    """

    def __init__(self, step: str) -> None:
        """Name the step for the log, in words that hold nothing of a text."""
        self._step = step

    def __enter__(self) -> None:
        """Begin the step."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Log a failure of the step and return True, so that the code behind the guard goes on."""
        if not isinstance(error, Exception) or isinstance(error, MemoryError):
            return False
        _log.error("%s failed: %s", self._step, describe(error))
        return True


def describe(error: BaseException) -> str:
    """Return the class of an exception and the last of our own lines that it passed."""
    frames = traceback.walk_tb(error.__traceback__)
    own = [
        (path.relative_to(_ROOT.parent), line, frame.f_code.co_name)
        for frame, line in frames
        if (path := Path(frame.f_code.co_filename)).is_relative_to(_ROOT)
    ]
    if not own:
        return type(error).__name__
    path, line, function = own[-1]
    return f"{type(error).__name__} at {path.as_posix()}:{line} ({function})"
