"""Workers in this process: every article of a job ends where it belongs, whatever happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.base import new_id
from service.errors import NotReady, Overloaded
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.ingest.jobs.article_job import (
    ItemsOutcome,
    dump_article,
    ingest_items,
    load_article,
)
from service.ingest.jobs.worker import JobWorker
from service.ingest.reader_queue import ReaderQueue
from service.speakers.article_reader import ReadArticle
from service.storage.job_views import ClaimedItem, JobView, NewItem
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader
from tests.support.store_contents import contents


class FaultyReader(AnnotatedReader):
    """Raises the errors that a test queued for a text, one at each reading."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: dict[str, list[Exception]] = {}
        self.hold = threading.Event()
        self.hold.set()

    def read(self, text: str) -> ReadArticle:
        self.hold.wait(20)
        for words, errors in self.faults.items():
            if words in text and errors:
                raise errors.pop()
        return super().read(text)


@pytest.fixture
def faulty() -> FaultyReader:
    return FaultyReader()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {
        "_LONGEST_TICK": 0.1,
        "_IDLE_SECONDS": 0.05,
        "_DELAY_SECONDS": 0.1,
    }.items():
        monkeypatch.setattr(f"service.ingest.jobs.worker.{name}", seconds)


def articles(number: int) -> list[ArticleInput]:
    return [
        ArticleInput(
            outlet_domain=f"outlet{at % 3}.example",
            url=f"https://outlet.example/{at}",
            published_at=datetime(2026, 3, 1 + at % 9, tzinfo=UTC),
            text=f"Ann Lee | direct | We shall rebuild the pier before storm number {at % 7}.\n"
            f"Bo Berg | direct | no {at}",
        )
        for at in range(number)
    ]


def send(store: Store, batch: list[ArticleInput]) -> UUID:
    job_id = store.jobs.begin("desk", None)
    store.jobs.add(
        job_id, [NewItem(line, dump_article(each)) for line, each in enumerate(batch, start=1)]
    )
    store.jobs.complete(job_id)
    return job_id


@contextmanager
def working(
    store: Store, reader: FaultyReader, *, lanes: int = 2, lease_seconds: float = 60
) -> Iterator[JobWorker]:
    queue = ReaderQueue(reader, queue_size=0, at_once=lanes)
    worker = JobWorker(queue, store, lanes=lanes, lease_seconds=lease_seconds, job_days=7)
    worker.start()
    try:
        yield worker
    finally:
        reader.hold.set()
        worker.stop(seconds=20)


def wait_for(store: Store, job_id: UUID, until: Callable[[JobView], bool]) -> JobView:
    for _ in range(400):
        job = store.jobs.get(job_id)
        if until(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"waited for twenty seconds: {job}")


def finished(store: Store, job_id: UUID) -> JobView:
    return wait_for(store, job_id, lambda job: job.finished_at is not None)


def test_an_article_is_kept_as_it_came() -> None:
    for article in articles(2):
        assert load_article(dump_article(article)) == article


def test_workers_store_what_ingesting_one_by_one_stores(
    make_url: Callable[[], str], faulty: FaultyReader
) -> None:
    batch = articles(30)
    alone = Store.open(make_url())
    for article in batch:
        Ingestor(AnnotatedReader(), alone).ingest(article)
    expected = contents(alone)
    alone.close()

    store = Store.open(make_url())
    with working(store, faulty), working(store, faulty):
        job = finished(store, send(store, batch))
        again = finished(store, send(store, batch))
    assert (job.items.created, job.items.known, job.state) == (30, 0, "done")
    assert (again.items.created, again.items.known) == (0, 30)
    assert contents(store) == expected
    store.close()


def test_an_article_that_cannot_be_read_costs_itself_alone(
    store: Store, faulty: FaultyReader, caplog: pytest.LogCaptureFixture
) -> None:
    faulty.faults["no 3"] = [RuntimeError("secret words")]
    with working(store, faulty):
        job = finished(store, send(store, articles(10)))
    assert (job.items.created, job.items.failed) == (9, 1)
    (failed,) = store.jobs.list_items(job.id, state="failed").items
    assert failed.line == 4
    assert failed.error is not None
    assert failed.error.problem == "internal"
    assert "secret" not in caplog.text + failed.error.detail

    store.jobs.retry(job.id)
    with working(store, faulty):
        assert finished(store, job.id).items.created == 10


def test_an_error_that_passes_is_no_failure(store: Store, faulty: FaultyReader) -> None:
    faulty.faults["no 1"] = [NotReady("away"), Overloaded("busy", retry_after=1), NotReady("away")]
    with working(store, faulty):
        job = finished(store, send(store, articles(4)))
    assert (job.items.created, job.items.failed) == (4, 0)
    assert {item.attempts for item in store.jobs.list_items(job.id).items} == {1}


def test_an_error_of_ours_ends_no_thread_and_the_articles_are_tried_again(
    store: Store, faulty: FaultyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = iter([True])

    def fail_once(ingestor: Ingestor, store: Store, items: Sequence[ClaimedItem]) -> ItemsOutcome:
        if next(failing, False):
            raise RuntimeError("secret")
        return ingest_items(ingestor, store, items)

    monkeypatch.setattr("service.ingest.jobs.worker.ingest_items", fail_once)
    with working(store, faulty, lanes=1, lease_seconds=1):
        job = finished(store, send(store, articles(12)))
    assert (job.items.created, job.items.failed) == (12, 0)
    assert {item.attempts for item in store.jobs.list_items(job.id).items} == {1, 2}


def test_a_worker_that_stops_hands_back_what_it_has(store: Store, faulty: FaultyReader) -> None:
    faulty.hold.clear()
    job_id = send(store, articles(30))
    with working(store, faulty) as worker:
        wait_for(store, job_id, lambda job: job.items.running > 8)
        started = time.monotonic()
        worker.stop(seconds=0.2)
        assert time.monotonic() - started < 5
        job = store.jobs.get(job_id)
        assert (job.items.queued, job.items.running) == (30, 0)
    with working(store, faulty):
        assert finished(store, job_id).items.created == 30


def test_what_a_lost_worker_had_stored_counts_as_new(store: Store, faulty: FaultyReader) -> None:
    batch = articles(2)
    Ingestor(faulty, store).ingest(batch[0])  # Known before the job.
    job_id = send(store, batch)
    store.jobs.claim(new_id(), limit=2, lease=timedelta(seconds=-1))
    Ingestor(faulty, store).ingest(batch[1])  # The worker stored it, and was killed.
    with working(store, faulty):
        job = finished(store, job_id)
    assert (job.items.created, job.items.known) == (1, 1)


def test_a_cancelled_job_is_left_alone(store: Store, faulty: FaultyReader) -> None:
    faulty.hold.clear()
    job_id = send(store, articles(40))
    with working(store, faulty, lanes=1):
        wait_for(store, job_id, lambda job: job.items.running > 0)
        store.jobs.cancel(job_id)
        faulty.hold.set()
        job = finished(store, job_id)
    assert job.state == "cancelled"
    assert job.items.created == 8
    assert job.items.cancelled == 32
