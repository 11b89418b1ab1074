"""Count the processor cores that this process may use."""

from __future__ import annotations

import math
import os
from pathlib import Path

_QUOTA_V2 = Path("/sys/fs/cgroup/cpu.max")
_QUOTA_V1 = Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
_PERIOD_V1 = Path("/sys/fs/cgroup/cpu/cpu.cfs_period_us")


def available_cores() -> int:
    """Return the number of cores that this process may use, at least 1.

    A container with `--cpus=2` sees all cores of its machine, but gets the time of two.
    """
    allowed = _allowed_cores()
    quota = _read_quota()
    return allowed if quota is None else max(1, min(allowed, math.ceil(quota)))


def _allowed_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_quota() -> float | None:
    """Return the quota of the control group in cores; None if there is none."""
    try:
        if _QUOTA_V2.exists():
            quota, period = _QUOTA_V2.read_text("ascii").split()
        else:
            quota, period = _QUOTA_V1.read_text("ascii"), _PERIOD_V1.read_text("ascii")
        return int(quota) / int(period) if int(quota) > 0 else None
    except (OSError, ValueError, ZeroDivisionError):
        return None  # `max` is no number: the group has no quota.
