from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from service.errors import ClientGone, Overloaded
from service.ingest import reader_queue
from service.ingest.reader_queue import LONG_CHARACTERS, ReaderLoad, ReaderQueue


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
    with pytest.raises(Overloaded):
        queue.require_room()
    with pytest.raises(Overloaded) as refused:
        queue.read("one too many")
    assert refused.value.retry_after >= 1
    reader.go_on.set()
    for thread in threads:
        thread.join(10)
    assert reader.most == 1
    queue.require_room()
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


class Played:
    """A queue whose readings end in the order in which a test lets them."""

    def __init__(self, *, at_once: int, queue_size: int = 9) -> None:
        self.begun: list[str] = []
        self._go_on: dict[str, threading.Event] = {}
        self.queue = ReaderQueue(self, queue_size=queue_size, at_once=at_once)
        self._threads: dict[str, threading.Thread] = {}

    def read(self, text: str) -> str:
        name = text.strip()
        self.begun.append(name)
        assert self._go_on[name].wait(10)
        return text

    def send(self, name: str, *, long: bool = False, background: bool = False) -> None:
        """Send a text, and return when it is being read or waits."""
        self._go_on[name] = threading.Event()
        text = name.ljust(LONG_CHARACTERS + long)
        before = self._seen()
        thread = threading.Thread(
            target=self.queue.read, args=(text,), kwargs={"background": background}
        )
        thread.start()
        self._threads[name] = thread
        wait_until(lambda: self._seen() > before)

    def end(self, *names: str) -> None:
        """Let readings end, one after the other, and return when they have."""
        for name in names:
            self._go_on[name].set()
            self._threads[name].join(10)

    def refuses(self, *, long: bool) -> bool:
        try:
            self.queue.read("x".ljust(LONG_CHARACTERS + long))
        except Overloaded:
            return True
        raise AssertionError("the text was read")

    def _seen(self) -> int:
        queue = self.queue
        return queue._reading + len(queue._waiting) + len(queue._background)


def wait_until(is_true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if is_true():
            return
        threading.Event().wait(0.005)
    raise AssertionError("it did not come true within ten seconds")


def test_one_of_several_places_is_never_a_long_text_s() -> None:
    played = Played(at_once=2)
    played.send("long", long=True)
    played.send("longer", long=True)
    played.send("short")
    wait_until(lambda: played.begun == ["long", "short"])
    played.send("shorter")
    played.end("short")
    wait_until(lambda: played.begun == ["long", "short", "shorter"])
    played.end("long")
    wait_until(lambda: played.begun[3:] == ["longer"])
    played.end("shorter", "longer")


def test_with_one_place_a_long_text_keeps_its_place_in_the_queue() -> None:
    played = Played(at_once=1)
    played.send("first")
    played.send("long", long=True)
    played.send("short")
    played.end("first")
    wait_until(lambda: played.begun == ["first", "long"])
    played.end("long", "short")
    assert played.begun == ["first", "long", "short"]


def test_long_texts_leave_half_of_the_queue_to_short_ones() -> None:
    played = Played(at_once=2, queue_size=2)
    played.send("long", long=True)
    played.send("longer", long=True)
    assert played.refuses(long=True)
    played.send("short")
    played.send("waits")
    assert played.refuses(long=False)
    played.end("short", "waits", "long", "longer")


def test_the_background_takes_no_turn_that_a_client_could_take() -> None:
    played = Played(at_once=1)
    played.send("job 1", background=True)
    played.send("job 2", background=True)
    played.send("client 1")
    played.send("client 2")
    played.end("job 1")
    played.end("client 1")
    wait_until(lambda: played.begun == ["job 1", "client 1", "client 2"])
    played.end("client 2")
    wait_until(lambda: played.begun[3:] == ["job 2"])
    played.end("job 2")


def test_the_background_uses_all_places_and_no_room_in_the_queue() -> None:
    played = Played(at_once=2, queue_size=0)
    for number in range(4):
        played.send(f"job {number}", background=True)
    assert sorted(played.begun) == ["job 0", "job 1"]
    played.end("job 0", "job 1", "job 2", "job 3")
    played.send("client")
    played.end("client")


def test_a_text_of_the_background_that_is_cancelled_leaves() -> None:
    played = Played(at_once=1)
    played.send("client")
    with pytest.raises(ClientGone):
        played.queue.read("job", is_gone=lambda: True, background=True)
    assert not played.queue._background
    played.end("client")


def texts_in(queue: ReaderQueue) -> int:
    load = queue.load()
    return load.waiting + load.background + load.reading


def test_the_load_counts_what_waits_and_what_is_read() -> None:
    reader = Slow()
    queue = ReaderQueue(reader, queue_size=2)
    threads = [
        threading.Thread(target=queue.read, args=(name,), kwargs={"background": background})
        for name, background in (("first", False), ("second", False), ("third", True))
    ]
    for number, thread in enumerate(threads):
        thread.start()
        while texts_in(queue) <= number:
            threading.Event().wait(0.01)
    assert queue.load() == ReaderLoad(waiting=1, background=1, reading=1, engines=1)
    reader.go_on.set()
    for thread in threads:
        thread.join(10)
    assert queue.load() == ReaderLoad(waiting=0, background=0, reading=0, engines=1)


@pytest.mark.parametrize(
    ("seconds_of_long", "waits", "least", "most"),
    [
        (600, "short", 1, 4),  # What long texts took says nothing about short ones.
        (600, "long", 60, 60),  # Nobody is asked to come again in an hour.
        (2, "short", 1, 4),
    ],
)
def test_how_long_texts_took_counts_for_texts_of_their_kind(
    monkeypatch: pytest.MonkeyPatch, seconds_of_long: int, waits: str, least: int, most: int
) -> None:
    now = [0.0]
    monkeypatch.setattr(reader_queue, "time", SimpleNamespace(monotonic=lambda: now[0]))
    queue = Played(at_once=1, queue_size=2)
    queue.send("slow", long=True)
    now[0] += seconds_of_long
    queue.end("slow")

    for name in ("a", "b", "c"):
        queue.send(name, long=waits == "long")
    with pytest.raises(Overloaded) as refused:
        queue.queue.require_room()
    queue.end("a", "b", "c")

    assert least <= refused.value.retry_after <= most
