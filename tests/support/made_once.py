"""Directories that one worker of a test run fills, and the others use."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    """Return a directory that `make` has filled: once in a run, whichever worker asks first.

    The others wait for it. It stays in its place, since scripts in it may hold its path. Where
    `make` fails, the next worker tries again.

    Args:
        name: The name of the directory.
        factory: Knows the temporary directory of the run, or that of this worker in it.
        make: Fills an empty directory.
    """
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    directory, made = root / name, root / f"{name}.made"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(directory, ignore_errors=True)
            directory.mkdir()
            make(directory)
            made.touch()
    return directory
