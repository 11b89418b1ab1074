"""Worker processes that are killed while they work: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.job_views import JobView
from service.storage.store import Store
from service.storage.tables.job_items import MOST_ATTEMPTS
from tests.structure.modules import ROOT
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.job_articles import job_articles, send_job
from tests.support.store_contents import contents
from tests.support.worker_process import DEADLY


class Workers:
    """Some processes; one that ended is started again by `keep_up`."""

    def __init__(self, url: str, number: int) -> None:
        self._command = [sys.executable, "-m", "tests.support.worker_process", url]
        self.running = [self._start() for _ in range(number)]

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def keep_up(self) -> int:
        """Start a process for each that ended, and return how many had."""
        ended = [at for at, process in enumerate(self.running) if process.poll() is not None]
        for at in ended:
            self.running[at] = self._start()
        return len(ended)

    def kill_one(self) -> None:
        """Kill any one with SIGKILL."""
        process = random.choice(self.running)
        process.kill()
        process.wait()


@contextmanager
def workers(url: str, number: int) -> Iterator[Workers]:
    running = Workers(url, number)
    try:
        yield running
    finally:
        for process in running.running:
            process.kill()
            process.wait()


def run_and_kill(store: Store, url: str, job_id: UUID, *, most: int) -> tuple[JobView, int]:
    """Kill one of two workers again and again, and return the finished job and how often."""
    kills, seen = 0, 0
    with workers(url, 2) as running:
        deadline = time.monotonic() + 400
        while (job := store.jobs.get(job_id)).finished_at is None:
            assert time.monotonic() < deadline, job
            # Each worker has done something since the last kill, so that the job comes to an end.
            if kills < most and job.items.running and job.items.created > seen:
                seen = job.items.created
                time.sleep(random.uniform(0, 0.2))
                running.kill_one()
                kills += 1
            running.keep_up()
            time.sleep(0.02)
    return job, kills


@pytest.mark.parametrize(
    ("number", "most"),
    [pytest.param(80, 3), pytest.param(2_000, 60, marks=pytest.mark.slow)],
)
def test_workers_that_are_killed_again_and_again_lose_and_double_nothing(
    make_url: MakeUrl, number: int, most: int
) -> None:
    batch = job_articles(number)
    alone = Store.open(make_url())
    for article in batch:
        Ingestor(AnnotatedReader(), alone).ingest(article)
    expected = contents(alone)
    alone.close()

    url = make_url()
    store = Store.open(url)
    job, kills = run_and_kill(store, url, send_job(store, batch), most=most)
    print(f"{number} articles, {kills} kills: {job.items}")
    assert kills == most
    assert job.items.failed == 0
    assert job.items.created == number
    assert contents(store) == expected
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_an_article_that_kills_its_workers_fails_and_the_others_are_stored(
    request: pytest.FixtureRequest, backend: str
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    batch = job_articles(12)
    batch[5] = ArticleInput(outlet_domain="outlet.example", text=DEADLY)
    url = make_url()
    store = Store.open(url)
    job_id = send_job(store, batch)
    with workers(url, 1) as running:
        deaths, deadline = 0, time.monotonic() + 120
        while (job := store.jobs.get(job_id)).finished_at is None:
            assert time.monotonic() < deadline, job
            deaths += running.keep_up()
            time.sleep(0.05)
    assert deaths == MOST_ATTEMPTS
    assert (job.items.created, job.items.failed) == (11, 1)
    (failed,) = store.jobs.list_items(job_id, state="failed").items
    assert failed.line == 6
    assert failed.error is not None
    assert failed.error.problem == "worker-lost"
    store.close()


def test_a_worker_that_is_asked_to_stop_hands_back_at_once(make_url: MakeUrl) -> None:
    url = make_url()
    store = Store.open(url)
    job_id = send_job(store, job_articles(300))
    with workers(url, 1) as running:
        while not store.jobs.get(job_id).items.created:
            time.sleep(0.05)
        (process,) = running.running
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    job = store.jobs.get(job_id)
    assert job.items.running == 0
    assert job.items.queued > 0
    assert {item.attempts for item in store.jobs.list_items(job_id, state="queued").items} == {0}
    store.close()
