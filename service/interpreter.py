"""Set up the interpreter of a process that works for a long time."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from contextlib import suppress
from multiprocessing import parent_process

_YOUNG_OBJECTS = 20_000
"""How many new objects there are when the collector looks for cycles among them. A request makes
some thousands, and hardly any cycle. Python's 700 are for small programs."""

_SWITCH_SECONDS = 0.001
"""How long a thread keeps the interpreter that others wait for. The thread that answers waits for
it several times in each request, behind every thread that computes. Python's value is 0.005."""

_MALLOC_ARENAS = 2
"""In how many places the threads of a process get memory. By default there are eight a core. Each
keeps what was freed in it, so the memory of a server grew with the number of its threads."""
_M_ARENA_MAX = -8  # of <malloc.h>


def end_with_parent() -> None:
    """Let this process of a pool end when the one that started it was killed.

    A pool does not see to it: its processes would wait for work without end.
    """
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def share_arenas() -> None:
    """Let all threads get memory from a few places, with the C library of GNU.

    Call it before threads are started.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # Another C library.
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _MALLOC_ARENAS)


def collect_seldom() -> None:
    """Let the garbage collector leave alone what is loaded, and run less often.

    Call it once, when all is loaded. The modules and the models of a process are some hundred
    thousand objects, and stay to its end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, *gc.get_threshold()[1:])


def switch_threads_often() -> None:
    """Let threads that wait for each other, and not for a long computation, go on soon."""
    sys.setswitchinterval(_SWITCH_SECONDS)
