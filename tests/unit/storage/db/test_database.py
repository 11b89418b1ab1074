"""Turns of writers."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest

from service.errors import Overloaded
from service.storage.db.database import WAITING_WRITERS, WriteGate


def test_a_turn_that_does_not_come_is_refused() -> None:
    gate = WriteGate(at_once=1, seconds=0.05)
    with gate.turn(), pytest.raises(Overloaded), gate.turn():
        pass
    with gate.turn():
        pass


def test_more_than_may_wait_are_refused_at_once() -> None:
    gate = WriteGate(at_once=1, seconds=30)
    done = Event()
    running = [Thread(target=_hold, args=(gate, done)) for _ in range(1 + WAITING_WRITERS)]
    for thread in running:
        thread.start()
    time.sleep(0.2)  # All of them are waiting then.
    try:
        started = time.monotonic()
        with pytest.raises(Overloaded) as refused, gate.turn():
            pass
        assert time.monotonic() - started < 1
        assert refused.value.retry_after > 0
    finally:
        done.set()
        for thread in running:
            thread.join()


def _hold(gate: WriteGate, done: Event) -> None:
    with gate.turn():
        done.wait()


def test_an_error_gives_the_turn_back() -> None:
    gate = WriteGate(at_once=1, seconds=0.05)
    for _ in range(2 + WAITING_WRITERS):
        with pytest.raises(ValueError, match="mine"), gate.turn():
            raise ValueError("mine")


def test_those_who_wait_and_who_write_are_counted() -> None:
    gate = WriteGate(at_once=1, seconds=30)
    done = Event()
    threads = [Thread(target=_hold, args=(gate, done)) for _ in range(3)]
    for number, thread in enumerate(threads):
        thread.start()
        while gate.waiting + gate.writing <= number:
            Event().wait(0.01)
    assert (gate.writing, gate.waiting) == (1, 2)
    done.set()
    for thread in threads:
        thread.join(10)
    assert (gate.writing, gate.waiting) == (0, 0)


def test_a_writer_who_gives_up_no_longer_waits() -> None:
    gate = WriteGate(at_once=1, seconds=0.05)
    with gate.turn():
        with pytest.raises(Overloaded), gate.turn():
            pass
        assert (gate.writing, gate.waiting) == (1, 0)
