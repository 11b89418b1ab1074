from __future__ import annotations

import threading

import pytest

from service.errors import ClientGone, Overloaded
from service.ingest.reader_queue import ReaderQueue


class Slow:
    """Reads when told to, and counts how many it reads at once."""

    def __init__(self) -> None:
        self.entered = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.now = self.most = 0
        self._lock = threading.Lock()

    def read(self, text: str) -> str:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.entered.release()
        assert self.go_on.wait(10)
        with self._lock:
            self.now -= 1
        if text == "bad":
            raise ValueError("bad")
        return text


def test_one_is_read_some_wait_and_the_next_learns_when_to_retry() -> None:
    reader = Slow()
    queue = ReaderQueue(reader, queue_size=2)
    threads = [threading.Thread(target=queue.read, args=(str(n),)) for n in range(3)]
    for thread in threads:
        thread.start()
    assert reader.entered.acquire(timeout=10)
    while len(queue._waiting) < 2:  # until both others wait
        threading.Event().wait(0.01)
    with pytest.raises(Overloaded) as refused:
        queue.read("one too many")
    assert refused.value.retry_after >= 1
    reader.go_on.set()
    for thread in threads:
        thread.join(10)
    assert reader.most == 1
    assert queue.read("again") == "again"


def test_a_text_that_fails_frees_its_place() -> None:
    reader = Slow()
    reader.go_on.set()
    queue = ReaderQueue(reader, queue_size=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="bad"):
            queue.read("bad")
    assert queue.read("good") == "good"


def test_a_text_whose_client_left_is_not_read_and_frees_its_place() -> None:
    reader = Slow()
    queue = ReaderQueue(reader, queue_size=1)
    threading.Thread(target=queue.read, args=("first",)).start()
    assert reader.entered.acquire(timeout=10)
    with pytest.raises(ClientGone):
        queue.read("second", is_gone=lambda: True)
    with pytest.raises(ClientGone):
        queue.read("third", is_gone=lambda: True)
    reader.go_on.set()
    assert queue.read("fourth") == "fourth"
    assert reader.most == 1
    assert not reader.entered._value - 1  # only the fourth


def test_a_client_that_left_before_its_turn_passes_the_turn_on() -> None:
    reader = Slow()
    reader.go_on.set()
    queue = ReaderQueue(reader, queue_size=0)
    with pytest.raises(ClientGone):
        queue.read("first", is_gone=lambda: True)
    assert queue.read("second") == "second"


def test_texts_are_read_in_the_order_in_which_they_came() -> None:
    reader = Slow()
    queue = ReaderQueue(reader, queue_size=9)
    read: list[str] = []
    threads = []
    for number in range(6):
        thread = threading.Thread(target=lambda n: read.append(queue.read(str(n))), args=(number,))
        thread.start()
        threads.append(thread)
        while queue._reading + len(queue._waiting) <= number:
            threading.Event().wait(0.01)
    reader.go_on.set()
    for thread in threads:
        thread.join(10)
    assert read == ["0", "1", "2", "3", "4", "5"]
