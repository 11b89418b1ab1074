"""Jobs in the store: claims, lost workers, cancelling and retrying, on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import new_id
from service.errors import Conflict, NotFound, RequestInFlight
from service.storage.job_views import ClaimedItem, ItemError, ItemResult, JobView, NewItem
from service.storage.store import Store
from service.storage.tables.job_items import MOST_ATTEMPTS
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.laws import on_new_databases

LEASE = timedelta(seconds=60)
NO_LEASE = timedelta(seconds=-1)
BROKEN = ItemError(problem="text-too-long", title="The text is too long", detail="Shorten it.")
ARTICLE = '{"text": "We sail at noon."}'


def make_job(store: Store, lines: int, *, key: str | None = None) -> UUID:
    job_id = store.jobs.begin("desk", key)
    store.jobs.add(job_id, [NewItem(line, ARTICLE) for line in range(1, lines + 1)])
    store.jobs.complete(job_id)
    return job_id


def done(item: ClaimedItem, *, created: bool = True) -> ItemResult:
    return ItemResult(item, article_id=new_id(), created=created)


def texts_left(store: Store) -> int:
    """Count the articles that items still hold."""
    with store._database.reading() as session:
        query = "SELECT count(*) FROM ingest_items WHERE article IS NOT NULL"
        number: int = session.connection().exec_driver_sql(query).scalar_one()
        return number


def test_a_job_is_seen_when_all_its_lines_are_there(store: Store) -> None:
    job_id = store.jobs.begin("desk", "monday")
    store.jobs.add(job_id, [NewItem(1, ARTICLE), NewItem(3, None, BROKEN)])
    assert store.jobs.list_jobs().items == ()
    assert store.jobs.find("desk", "monday") is None
    assert not store.jobs.has_work()
    with pytest.raises(NotFound):
        store.jobs.get(job_id)

    job = store.jobs.complete(job_id)
    assert (job.state, job.items.queued, job.items.failed) == ("queued", 1, 1)
    assert store.jobs.find("desk", "monday") == job
    assert store.jobs.find("other desk", "monday") is None
    assert store.jobs.list_jobs().items == (job,)
    first, second = store.jobs.list_items(job_id).items
    assert (first.line, first.state, first.error) == (1, "queued", None)
    assert (second.line, second.state, second.error) == (3, "failed", BROKEN)


def test_a_job_without_a_valid_line_is_done_at_once(store: Store) -> None:
    job_id = store.jobs.begin("desk", None)
    store.jobs.add(job_id, [NewItem(1, None, BROKEN)])
    job = store.jobs.complete(job_id)
    assert job.state == "done"
    assert job.finished_at is not None
    assert store.jobs.retry(job_id).state == "done"


def test_jobs_are_counted_by_state(store: Store) -> None:
    empty = dict.fromkeys(("receiving", "queued", "running", "done", "cancelled"), 0)
    assert store.jobs.count_by_state() == empty
    make_job(store, 2)
    store.jobs.cancel(make_job(store, 1))
    store.jobs.begin("desk", None)
    assert store.jobs.count_by_state() == empty | {"receiving": 1, "queued": 1, "cancelled": 1}


def test_an_upload_that_failed_leaves_nothing(store: Store) -> None:
    job_id = store.jobs.begin("desk", "monday")
    store.jobs.add(job_id, [NewItem(1, ARTICLE)])
    store.jobs.abandon(job_id)
    assert texts_left(store) == 0
    with pytest.raises(Conflict):
        store.jobs.add(job_id, [NewItem(2, ARTICLE)])


def test_an_upload_sent_once_more_takes_the_place_of_the_first(store: Store) -> None:
    first = store.jobs.begin("desk", "monday")
    store.jobs.add(first, [NewItem(1, ARTICLE)])
    second = store.jobs.begin("desk", "monday")
    with pytest.raises(RequestInFlight):
        store.jobs.add(first, [NewItem(2, ARTICLE)])
    store.jobs.add(second, [NewItem(1, ARTICLE)])
    assert store.jobs.complete(second).items.total == 1
    with pytest.raises(RequestInFlight):  # It is complete now.
        store.jobs.begin("desk", "monday")


def test_no_item_is_claimed_by_two_of_many_workers(store: Store) -> None:
    make_job(store, 60)
    make_job(store, 40)
    start = threading.Barrier(6)

    def work(_: int) -> list[tuple[UUID, int]]:
        worker, mine = new_id(), []
        start.wait()
        while True:
            claimed = store.jobs.claim(worker, limit=3, lease=LEASE)
            mine += [(item.job_id, item.line) for item in claimed]
            store.jobs.finish(worker, [done(item) for item in claimed])
            if not claimed and not store.jobs.has_work():
                return mine

    with ThreadPoolExecutor(6) as pool:
        claims = Counter(key for mine in pool.map(work, range(6)) for key in mine)
    assert len(claims) == 100
    assert set(claims.values()) == {1}
    assert {job.state for job in store.jobs.list_jobs().items} == {"done"}


def test_items_are_claimed_in_the_order_in_which_they_were_sent(store: Store) -> None:
    jobs = [make_job(store, 2), make_job(store, 2)]
    claimed = store.jobs.claim(new_id(), limit=3, lease=LEASE)
    assert [(item.job_id, item.line) for item in claimed] == [
        (jobs[0], 1),
        (jobs[0], 2),
        (jobs[1], 1),
    ]


def test_a_succeeded_item_keeps_its_result_and_not_its_text(store: Store) -> None:
    job_id = make_job(store, 2)
    worker = new_id()
    first, second = store.jobs.claim(worker, limit=2, lease=LEASE)
    stored = done(first)
    store.jobs.finish(worker, [stored, done(second, created=False)])
    job = store.jobs.get(job_id)
    assert (job.state, job.items.created, job.items.known) == ("done", 1, 1)
    assert texts_left(store) == 0
    item = store.jobs.list_items(job_id, state="succeeded").items[0]
    assert (item.article_id, item.created, item.attempts) == (stored.article_id, True, 1)
    assert item.finished_at is not None


def test_what_a_lost_worker_had_goes_to_another_and_its_late_answer_is_ignored(
    store: Store,
) -> None:
    job_id = make_job(store, 1)
    lost, heir = new_id(), new_id()
    (item,) = store.jobs.claim(lost, limit=1, lease=NO_LEASE)
    assert store.jobs.claim(heir, limit=1, lease=LEASE) == []
    store.jobs.recover()
    assert store.jobs.claim(heir, limit=1, lease=LEASE) == []  # Others go first.
    (again,) = store.jobs.claim(heir, limit=1, suspect=True, lease=LEASE)
    assert (item.first_claimed_at, item.attempts) == (None, 1)
    assert (again.line, again.attempts) == (1, 2)
    assert again.first_claimed_at is not None

    store.jobs.finish(lost, [ItemResult(item, error=BROKEN)])
    store.jobs.release(lost, [item])
    assert store.jobs.get(job_id).items.running == 1
    store.jobs.finish(heir, [done(again)])
    assert store.jobs.get(job_id).state == "done"


def test_a_worker_that_lives_keeps_its_items(store: Store) -> None:
    make_job(store, 1)
    worker = new_id()
    items = store.jobs.claim(worker, limit=1, lease=NO_LEASE)
    store.jobs.extend(worker, items, lease=LEASE)
    store.jobs.recover()
    assert not store.jobs.has_work(suspect=True)


def test_items_of_a_claim_whose_answer_was_lost_become_free(store: Store) -> None:
    make_job(store, 2)
    worker = new_id()
    store.jobs.claim(worker, limit=1, lease=NO_LEASE)  # The worker never learns of this.
    known = store.jobs.claim(worker, limit=1, lease=NO_LEASE)
    store.jobs.extend(worker, known, lease=LEASE)
    store.jobs.recover()
    (free,) = store.jobs.claim(new_id(), limit=2, lease=LEASE, suspect=True)
    assert free.line == 1


def test_an_item_that_ends_each_worker_fails_and_can_be_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.storage.tables.job_items._WAIT_SECONDS", 0)
    job_id = make_job(store, 1)
    for attempt in range(MOST_ATTEMPTS):
        (item,) = store.jobs.claim(new_id(), limit=1, lease=NO_LEASE, suspect=attempt > 0)
        assert item.attempts == attempt + 1
        store.jobs.recover()
    (failed,) = store.jobs.list_items(job_id, state="failed").items
    assert failed.error is not None
    assert failed.error.problem == "worker-lost"
    assert store.jobs.get(job_id).state == "done"

    assert store.jobs.retry(job_id).state == "queued"
    (item,) = store.jobs.claim(new_id(), limit=1, lease=LEASE)
    assert item.attempts == 1


def test_an_item_handed_back_was_never_tried(store: Store) -> None:
    job_id = make_job(store, 2)
    worker = new_id()
    first, second = store.jobs.claim(worker, limit=2, lease=LEASE)
    store.jobs.release(worker, [first])
    store.jobs.release(worker, [second], wait=timedelta(hours=1))
    assert store.jobs.get(job_id).items.queued == 2
    (again,) = store.jobs.claim(worker, limit=2, lease=LEASE)
    assert (again.line, again.attempts) == (1, 1)


def test_a_cancelled_job_finishes_what_runs_and_keeps_no_text(store: Store) -> None:
    job_id = make_job(store, 4)
    worker = new_id()
    first, second, third = store.jobs.claim(worker, limit=3, lease=LEASE)
    job = store.jobs.cancel(job_id)
    assert (job.state, job.items.running, job.items.cancelled) == ("cancelled", 3, 1)
    assert job.finished_at is None
    assert store.jobs.cancel(job_id) == job

    store.jobs.finish(worker, [done(first), ItemResult(second, error=BROKEN)])
    store.jobs.release(worker, [third])
    job = store.jobs.get(job_id)
    assert (job.items.created, job.items.failed, job.items.cancelled) == (1, 1, 2)
    assert job.state == "cancelled"
    assert job.finished_at is not None
    assert texts_left(store) == 0
    with pytest.raises(Conflict):
        store.jobs.retry(job_id)


def test_a_job_is_deleted_when_it_is_finished(store: Store) -> None:
    job_id = make_job(store, 1)
    with pytest.raises(Conflict):
        store.jobs.delete(job_id)
    worker = new_id()
    store.jobs.finish(
        worker, [done(item) for item in store.jobs.claim(worker, limit=1, lease=LEASE)]
    )
    with pytest.raises(Conflict):
        store.jobs.cancel(job_id)
    store.jobs.delete_old(days=1)
    assert store.jobs.get(job_id).state == "done"
    store.jobs.delete(job_id)
    for call in (store.jobs.get, store.jobs.delete, store.jobs.cancel, store.jobs.retry):
        with pytest.raises(NotFound):
            call(job_id)


def test_old_jobs_and_abandoned_uploads_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = make_job(store, 1)
    store.jobs.cancel(job_id)
    upload = store.jobs.begin("desk", None)
    monkeypatch.setattr("service.storage.tables.jobs._UPLOAD_MINUTES", -1)
    store.jobs.delete_old(days=-1)
    assert store.jobs.list_jobs().items == ()
    with pytest.raises(Conflict):
        store.jobs.complete(upload)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "die", "finish", "fail", "release", "cancel", "retry"]),
        st.integers(0, 3),
    ),
    max_size=25,
)


@pytest.mark.parametrize("backend", BACKENDS)
@on_new_databases(15)
@given(steps=STEPS)
def test_counts_always_sum_up_and_every_item_ends(
    request: pytest.FixtureRequest, backend: str, steps: list[tuple[str, int]]
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    store = Store.open(make_url())
    job_id = make_job(store, 5)
    held: list[tuple[UUID, list[ClaimedItem]]] = []

    def check() -> JobView:
        job = store.jobs.get(job_id)
        by_state = Counter(item.state for item in store.jobs.list_items(job_id).items)
        assert job.items.total == sum(by_state.values()) == 5
        assert job.items.created + job.items.known == by_state["succeeded"]
        open_items = by_state["queued"] + by_state["running"]
        assert (job.finished_at is None) == (open_items > 0)
        assert (job.state in {"queued", "running"}) <= (open_items > 0)
        return job

    def claim(limit: int, lease: timedelta = LEASE) -> None:
        for suspect in (False, True):
            worker = new_id()
            held.append(
                (worker, store.jobs.claim(worker, limit=limit, suspect=suspect, lease=lease))
            )

    for step, number in steps:
        worker, items = held.pop() if held and step in {"finish", "fail", "release"} else (None, [])
        match step:
            case "claim":
                claim(number)
            case "die":
                claim(number, lease=NO_LEASE)
                store.jobs.recover()
            case "finish" if worker:
                store.jobs.finish(worker, [done(item, created=number > 1) for item in items])
            case "fail" if worker:
                store.jobs.finish(worker, [ItemResult(item, error=BROKEN) for item in items])
            case "release" if worker:
                store.jobs.release(worker, items)
            case "cancel" if check().state != "done":
                store.jobs.cancel(job_id)
            case "retry" if check().state != "cancelled":
                store.jobs.retry(job_id)
        check()
    for worker, items in held:
        store.jobs.release(worker, items)
    check()
    store.close()
