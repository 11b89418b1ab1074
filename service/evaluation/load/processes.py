"""Memory and processor time of a process and all processes below it, from Linux's `/proc`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class MemoryPoint:
    """Memory at one moment."""

    seconds: float
    """Since the watch began."""
    megabytes: float


def processes_below(roots: Iterable[int]) -> set[int]:
    """Return the ids of processes and of all that they started, and that run."""
    children: dict[int, list[int]] = {}
    for path in _PROC.glob("[0-9]*"):
        fields = _stat(int(path.name))
        if fields:
            children.setdefault(int(fields[1]), []).append(int(path.name))
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children.get(pid, [])
    return found


def processor_of(pids: Iterable[int]) -> float:
    """Return the processor seconds of running processes, all threads."""
    known = (_stat(pid) for pid in pids)
    return sum((int(fields[11]) + int(fields[12])) / _TICKS for fields in known if fields)


def memory_of(pids: Iterable[int]) -> float:
    """Return the megabytes that processes hold. Pages that they share are divided among them."""
    return sum(map(_proportional_kib, pids)) * 1024 / 1e6


class MemoryWatch:
    """Measures memory each second, in a thread, until it is stopped."""

    def __init__(self, roots: Callable[[], Iterable[int]], *, every: float = 1.0) -> None:
        self.points: list[MemoryPoint] = []
        self._roots = roots
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> list[MemoryPoint]:
        """Stop, and return what was measured."""
        self._stopped.set()
        self._thread.join()
        return self.points

    def _watch(self) -> None:
        started = time.monotonic()
        while True:
            held = memory_of(processes_below(self._roots()))
            self.points.append(MemoryPoint(time.monotonic() - started, held))
            if self._stopped.wait(self._every):
                return


def _stat(pid: int) -> list[str]:
    """Return the fields after a process's name, which may hold spaces; none if it ended."""
    try:
        return (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _proportional_kib(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
