"""How busy the database is with one process, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from service.storage.store import Store
from service.storage.views import StoreLoad
from tests.support.databases import MakeUrl

IDLE = StoreLoad(waiting=0, writing=0, connections={"reads": 0, "writes": 0, "checks": 0})


@pytest.fixture
def limited(make_url: MakeUrl) -> Iterator[Store]:
    store = Store.open(make_url(), limited=True)
    yield store
    store.close()


def test_readers_and_writers_are_seen_while_they_have_a_connection(limited: Store) -> None:
    assert limited.load() == IDLE
    with limited._database.reading() as session:
        session.connection()
        assert limited.load().connections == {"reads": 1, "writes": 0, "checks": 0}

    entered, go_on = threading.Event(), threading.Event()

    def work(session: object) -> None:
        entered.set()
        assert go_on.wait(20)

    thread = threading.Thread(target=limited._database.write, args=(work,))
    thread.start()
    assert entered.wait(20)
    assert (limited.load().writing, limited.load().waiting) == (1, 0)
    go_on.set()
    thread.join(20)
    assert limited.load() == IDLE


def test_a_writer_that_fails_is_no_longer_counted(limited: Store) -> None:
    def fail(_: object) -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        limited._database.write(fail)
    assert limited.load() == IDLE
