"""A process that works for a long time leaves alone what is loaded."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

_SHOW = """
import gc, sys
from service.interpreter import collect_seldom, switch_threads_often
young, *others = gc.get_threshold()
collect_seldom()
switch_threads_often()
print(gc.get_freeze_count() > 1_000, gc.get_threshold()[0] > young, sys.getswitchinterval() < 0.005)
class Cycle: pass
one = Cycle()
one.own = one
del one
print(gc.collect() > 0)
"""


def test_loaded_objects_are_left_alone_and_new_cycles_are_still_found() -> None:
    # In a process of its own, because it changes the interpreter.
    shown = subprocess.run(
        (sys.executable, "-c", _SHOW), capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == ["True"] * 4


_HOLD = """
import threading
from service.interpreter import share_arenas
share_arenas()
held, all_hold = [], threading.Barrier(13)
def hold():
    held.append(bytearray(50_000))
    all_hold.wait()
threads = [threading.Thread(target=hold) for _ in range(12)]
for thread in threads:
    thread.start()
all_hold.wait()
print(open("/proc/self/maps").read())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows its maps")
def test_many_threads_get_memory_from_few_places() -> None:
    shown = subprocess.run(
        (sys.executable, "-c", _HOLD), capture_output=True, text=True, check=True
    )
    # The C library of GNU begins each place at a multiple of 64 MiB.
    begins = (
        int(start, 16)
        for start in re.findall(r"^([0-9a-f]+)-\S+ rw-p \S+ \S+ 0 *$", shown.stdout, re.M)
    )
    assert len([begin for begin in begins if begin % (64 << 20) == 0]) <= 2
