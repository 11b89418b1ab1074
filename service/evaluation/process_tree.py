"""Processor time and memory of a running process and of all processes that it started (Linux)."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _TIMES = 1, slice(11, 15)
"""Where `/proc/PID/stat` has them, counted from the state: after the name, which may hold spaces.
The times are those of the process, user and system, and of children that have ended."""


def list_tree(pid: int) -> list[int]:
    """Return the ids of a process and of all processes below it."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = _read_fields(path)
        if fields:
            children[int(fields[_PARENT])].append(int(path.parent.name))
    found = [pid]
    for each in found:
        found += children[each]
    return found


def tree_processor_seconds(pid: int) -> float:
    """Return the processor seconds of a process and of all below it, also of those that ended."""
    ticks = 0
    for each in list_tree(pid):
        ticks += sum(map(int, _read_fields(Path(f"/proc/{each}/stat"))[_TIMES]))
    return ticks / _TICKS


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of one process, shared pages included."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _read_fields(path: Path) -> list[str]:
    """Return the fields behind the name; none where the process has ended."""
    try:
        return path.read_text("utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
