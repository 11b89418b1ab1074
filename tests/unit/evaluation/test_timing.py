"""Wall and processor time are read side by side."""

import subprocess
import sys
import time

from service.evaluation.timing import Elapsed, Stopwatch

BUSY = "import time\nwhile time.process_time() < 0.2: pass"


def test_sleeping_takes_no_processor_time() -> None:
    watch = Stopwatch()
    time.sleep(0.05)
    elapsed = watch.read()
    assert elapsed.wall >= 0.05
    assert elapsed.processor < 0.05


def test_the_processor_time_of_children_counts() -> None:
    watch = Stopwatch()
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    assert watch.read().processor >= 0.2


def test_times_add_up() -> None:
    whole = Elapsed(3.0, 2.0)
    assert whole + Elapsed(1.0, 0.5) - Elapsed(2.0, 0.5) == Elapsed(2.0, 2.0)
    assert str(whole) == "3.0 s, 2.0 s of processor time"
