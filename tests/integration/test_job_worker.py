"""Workers in this process: every article of a job ends where it belongs, whatever happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from models.base import new_id
from service.commands.worker import run_worker
from service.errors import Misconfigured, NotFound, NotReady, Overloaded
from service.ingest.ingest import Ingestor
from service.ingest.jobs.article_job import (
    ItemsOutcome,
    dump_article,
    ingest_items,
    load_article,
)
from service.ingest.jobs.worker import ITEMS_AT_ONCE, JobWorker
from service.ingest.reader_queue import ReaderQueue
from service.settings import Settings
from service.speakers.article_reader import ReadArticle
from service.storage.job_views import ClaimedItem, JobView
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader
from tests.support.job_articles import job_articles, send_job
from tests.support.processes import wait_until
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
    for article in job_articles(2):
        assert load_article(dump_article(article)) == article


def test_workers_store_what_ingesting_one_by_one_stores(
    make_url: Callable[[], str], faulty: FaultyReader
) -> None:
    batch = job_articles(30)
    alone = Store.open(make_url())
    for article in batch:
        Ingestor(AnnotatedReader(), alone).ingest(article)
    expected = contents(alone)
    alone.close()

    store = Store.open(make_url())
    with working(store, faulty), working(store, faulty):
        job = finished(store, send_job(store, batch))
        again = finished(store, send_job(store, batch))
    assert (job.items.created, job.items.known, job.state) == (30, 0, "done")
    assert (again.items.created, again.items.known) == (0, 30)
    assert contents(store) == expected
    store.close()


def test_an_article_that_cannot_be_read_costs_itself_alone(
    store: Store, faulty: FaultyReader, caplog: pytest.LogCaptureFixture
) -> None:
    faulty.faults["report 3."] = [RuntimeError("secret words")]
    with working(store, faulty):
        job = finished(store, send_job(store, job_articles(10)))
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
    faulty.faults["report 1."] = [
        NotReady("away"),
        Overloaded("busy", retry_after=1),
        NotReady("away"),
    ]
    with working(store, faulty):
        job = finished(store, send_job(store, job_articles(4)))
    assert (job.items.created, job.items.failed) == (4, 0)
    assert {item.attempts for item in store.jobs.list_items(job.id).items} == {1}


def test_an_error_of_ours_ends_no_thread_and_the_articles_are_tried_again(
    store: Store, faulty: FaultyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = iter([True])

    def fail_once(
        ingestor: Ingestor, store: Store, items: Sequence[ClaimedItem], *, at_once: int
    ) -> ItemsOutcome:
        if next(failing, False):
            raise RuntimeError("secret")
        return ingest_items(ingestor, store, items, at_once=at_once)

    monkeypatch.setattr("service.ingest.jobs.worker.ingest_items", fail_once)
    with working(store, faulty, lanes=1, lease_seconds=1):
        job = finished(store, send_job(store, job_articles(ITEMS_AT_ONCE + 4)))
    assert (job.items.created, job.items.failed) == (ITEMS_AT_ONCE + 4, 0)
    assert {item.attempts for item in store.jobs.list_items(job.id).items} == {1, 2}


def test_of_idle_threads_one_asks_for_work(
    store: Store, faulty: FaultyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    has_work = store.jobs.has_work

    def count(*, suspect: bool) -> bool:
        asked.extend([] if suspect else [time.monotonic()])
        return has_work(suspect=suspect)

    monkeypatch.setattr(store.jobs, "has_work", count)
    with working(store, faulty, lanes=6):
        wait_until(lambda: len(asked) > 16)
    # Each thread asks when it starts.
    assert asked[16] - asked[6] > 9 * 0.05


def test_a_worker_that_stops_hands_back_what_it_has(store: Store, faulty: FaultyReader) -> None:
    faulty.hold.clear()
    job_id = send_job(store, job_articles(30))
    with working(store, faulty) as worker:
        wait_for(store, job_id, lambda job: job.items.running > ITEMS_AT_ONCE)
        started = time.monotonic()
        worker.stop(seconds=0.2)
        assert time.monotonic() - started < 5
        job = store.jobs.get(job_id)
        assert (job.items.queued, job.items.running) == (30, 0)
    with working(store, faulty):
        assert finished(store, job_id).items.created == 30


def test_what_a_lost_worker_had_stored_counts_as_new(store: Store, faulty: FaultyReader) -> None:
    batch = job_articles(2)
    Ingestor(faulty, store).ingest(batch[0])  # Known before the job.
    job_id = send_job(store, batch)
    store.jobs.claim(new_id(), limit=2, lease=timedelta(seconds=-1))
    Ingestor(faulty, store).ingest(batch[1])  # The worker stored it, and was killed.
    with working(store, faulty):
        job = finished(store, job_id)
    assert (job.items.created, job.items.known) == (1, 1)


def test_a_cancelled_job_is_left_alone(store: Store, faulty: FaultyReader) -> None:
    faulty.hold.clear()
    job_id = send_job(store, job_articles(40))
    with working(store, faulty, lanes=1):
        wait_for(store, job_id, lambda job: job.items.running > 0)
        store.jobs.cancel(job_id)
        faulty.hold.set()
        job = finished(store, job_id)
    assert job.state == "cancelled"
    assert job.items.created == ITEMS_AT_ONCE
    assert job.items.cancelled == 40 - ITEMS_AT_ONCE


def test_a_server_without_lanes_deletes_old_jobs_and_takes_no_items(
    make_url: Callable[[], str], faulty: FaultyReader
) -> None:
    with closing(Store.open(make_url())) as store:
        with working(store, faulty):
            old = finished(store, send_job(store, job_articles(1))).id
        waiting = send_job(store, job_articles(2))
        queue = ReaderQueue(faulty, queue_size=0)
        keeper = JobWorker(queue, store, lanes=0, lease_seconds=60, job_days=-1)
        keeper.start()
        try:
            wait_until(lambda: not is_stored(store, old))
            assert store.jobs.get(waiting).finished_at is None
        finally:
            keeper.stop(seconds=20)
        assert store.jobs.get(waiting).finished_at is None


def is_stored(store: Store, job_id: UUID) -> bool:
    try:
        store.jobs.get(job_id)
    except NotFound:
        return False
    return True


def last_beat(heartbeat: Path) -> int:
    """Return when the file was touched last, 0 where it is not there."""
    try:
        return heartbeat.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def test_a_worker_touches_its_heartbeat_while_the_database_takes_writes(
    make_url: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.commands.worker.HEARTBEAT_SECONDS", 0.05)
    away = threading.Event()
    ping = Store.ping

    def refuse(store: Store) -> None:
        if away.is_set():
            raise NotReady("The database is away.")
        ping(store)

    monkeypatch.setattr(Store, "ping", refuse)
    heartbeat = tmp_path / "worker"
    stopping = threading.Event()
    settings = Settings(database_url=make_url(), job_lanes=1, _env_file=None)  # type: ignore[call-arg]
    worker = threading.Thread(
        target=run_worker,
        args=(settings,),
        kwargs={"stopping": stopping, "heartbeat": heartbeat, "reader": AnnotatedReader()},
    )
    worker.start()
    try:
        # The first file is a trial, which the worker removes.
        wait_until(lambda: last_beat(heartbeat) > 0)
        first = last_beat(heartbeat)
        wait_until(lambda: last_beat(heartbeat) > first)
        second = last_beat(heartbeat)
        wait_until(lambda: last_beat(heartbeat) > second)
        away.set()
        time.sleep(0.2)
        last = heartbeat.stat().st_mtime_ns
        time.sleep(0.3)
        assert heartbeat.stat().st_mtime_ns == last
        away.clear()
        wait_until(lambda: heartbeat.stat().st_mtime_ns > last)
    finally:
        stopping.set()
        worker.join(20)
    assert not heartbeat.exists()


def test_a_worker_does_not_start_where_no_heartbeat_can_be_written(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}", _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(Misconfigured, match="heartbeat"):
        run_worker(settings, stopping=threading.Event(), heartbeat=tmp_path / "no" / "worker")
    assert not (tmp_path / "a.db").exists()
