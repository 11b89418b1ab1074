"""Processes below another one, as Linux lists them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from service.evaluation.process_tree import list_tree


def engines_of(pid: int) -> list[int]:
    """Return the processes below this one that read texts."""
    return processes_with(b"spawn_main", pid)


def processes_with(words: bytes, pid: int) -> list[int]:
    """Return the processes below this one whose command holds some words."""
    return [each for each in list_tree(pid)[1:] if words in _command(each)]


def is_running(pid: int) -> bool:
    """Return whether a process runs. One that ended, and was not waited for, does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(is_true: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until something is true, and fail if it does not become so."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end
        time.sleep(0.01)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
