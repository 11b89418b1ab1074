"""Claim rows of `ingest_items` for workers, and write what became of them.

A worker has an item until its lease ends. It extends the lease while it lives. A worker that was
killed extends nothing, so that another worker takes the item later. The same article twice changes
nothing, so an item whose article was stored just before the kill does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Update, bindparam, or_, select, update
from sqlalchemy.orm import Session

from models import IngestItem, IngestJob
from models.jobs import FAILED, QUEUED, RUNNING, SUCCEEDED
from service.storage.job_views import ClaimedItem, ItemError, ItemResult
from service.storage.tables.jobs import OPEN, settle_jobs

MOST_ATTEMPTS = 5
"""How many workers may be lost with an item before it fails."""

_WAIT_SECONDS = 1
"""How long an item waits after its worker was lost the first time. Each time it waits longer."""

_LOST = ItemError(
    problem="worker-lost",
    title="The worker was lost",
    detail=f"{MOST_ATTEMPTS} workers ended while they had this article. See their logs.",
)

_SUSPECT = IngestItem.attempts > 0
_UNTRIED = IngestItem.attempts == 0


def _is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    due = or_(IngestItem.not_before.is_(None), IngestItem.not_before <= now)
    return (IngestItem.state == QUEUED) & IngestJob.state.in_(OPEN) & due


# Workers that have nothing to do ask this each second.
_ANY = (
    select(IngestItem.line)
    .join(IngestJob, IngestJob.id == IngestItem.job_id)
    .where(_is_due(bindparam("now", type_=IngestItem.not_before.type)))
    .limit(1)
)
_ANY_SUSPECT, _ANY_UNTRIED = _ANY.where(_SUSPECT), _ANY.where(_UNTRIED)


def claim_items(
    session: Session, worker: UUID, now: datetime, *, limit: int, lease: timedelta, suspect: bool
) -> list[ClaimedItem]:
    """Take waiting items for a worker, the oldest job first. No other worker gets them.

    Args:
        session: The transaction.
        worker: The worker.
        now: The time.
        limit: How many to take at most.
        lease: How long they are the worker's.
        suspect: Take items with which a worker was lost before, and no others.
    """
    query = (
        select(
            IngestItem.job_id,
            IngestItem.line,
            IngestItem.attempts,
            IngestItem.claimed_at,
            IngestItem.article,
        )
        .join(IngestJob, IngestJob.id == IngestItem.job_id)
        .where(_is_due(now), _SUSPECT if suspect else _UNTRIED)
        .order_by(IngestItem.job_id, IngestItem.line)
        .limit(limit)
        .with_for_update(skip_locked=True, of=IngestItem)
    )
    rows = session.execute(query).all()
    if not rows:
        return []
    claimed = [
        ClaimedItem(row.job_id, row.line, row.attempts + 1, row.claimed_at, row.article)
        for row in rows
    ]
    change = _item().values(
        state=RUNNING,
        attempts=bindparam("of_attempts"),
        claimed_by=worker,
        claimed_at=bindparam("of_claimed_at"),
        lease_until=now + lease,
        not_before=None,
    )
    _execute_each(
        session,
        change,
        [{**_key(item), "of_attempts": item.attempts, "of_claimed_at": item.first_claimed_at or now}
         for item in claimed],
    )  # fmt: skip
    jobs = {item.job_id for item in claimed}
    begun = update(IngestJob).where(IngestJob.id.in_(jobs), IngestJob.state == QUEUED)
    session.execute(begun.values(state=RUNNING))
    first = update(IngestJob).where(IngestJob.id.in_(jobs), IngestJob.started_at.is_(None))
    session.execute(first.values(started_at=now))
    return claimed


def has_work(session: Session, now: datetime, *, suspect: bool) -> bool:
    """Return whether `claim_items` would find an item. It takes no lock."""
    query = _ANY_SUSPECT if suspect else _ANY_UNTRIED
    return session.connection().execute(query, {"now": now}).first() is not None


def extend_leases(
    session: Session,
    worker: UUID,
    items: Iterable[ClaimedItem],
    now: datetime,
    *,
    lease: timedelta,
) -> None:
    """Keep items of a worker for another while.

    Args:
        session: The transaction.
        worker: The worker.
        items: What it works on. Others that it claimed are free when their lease ends: the answer
            to that claim was lost.
        now: The time.
        lease: How long they are the worker's.
    """
    change = _own(worker).values(lease_until=now + lease)
    _execute_each(session, change, [_own_key(item) for item in items])


def finish_items(
    session: Session, worker: UUID, results: Sequence[ItemResult], now: datetime
) -> None:
    """Write what became of items. An item that the worker lost meanwhile stays as it is.

    Args:
        session: The transaction.
        worker: The worker that had them.
        results: The articles that are stored, or errors.
        now: The time.
    """
    own = _own(worker).values(claimed_by=None, lease_until=None, finished_at=now)
    stored = own.values(
        state=SUCCEEDED,
        article_id=bindparam("of_article"),
        created=bindparam("of_created"),
        error=None,
        article=None,
    )
    failed = own.values(state=FAILED, error=bindparam("of_error", type_=IngestItem.error.type))
    _execute_each(
        session,
        stored,
        [
            {**_own_key(r.item), "of_article": r.article_id, "of_created": r.created}
            for r in results
            if r.error is None
        ],
    )
    _execute_each(
        session,
        failed,
        [{**_own_key(r.item), "of_error": asdict(r.error)} for r in results if r.error],
    )
    settle_jobs(session, (result.item.job_id for result in results), now)


def release_items(
    session: Session,
    worker: UUID,
    items: Sequence[ClaimedItem],
    now: datetime,
    *,
    wait: timedelta | None,
) -> None:
    """Hand items back that were not tried, or that failed in a way that passes.

    Args:
        session: The transaction.
        worker: The worker that has them.
        items: The items. What the worker lost meanwhile stays as it is.
        now: The time.
        wait: How long no worker shall take them.
    """
    change = _own(worker).values(
        state=QUEUED,
        attempts=IngestItem.attempts - 1,
        claimed_by=None,
        lease_until=None,
        not_before=None if wait is None else now + wait,
    )
    _execute_each(session, change, [_own_key(item) for item in items])
    settle_jobs(session, (item.job_id for item in items), now)


def recover_lost(session: Session, now: datetime) -> None:
    """Let other workers take the items whose lease has ended, each after a while.

    An item that was lost too often fails: its article may be what ends the workers.
    """
    query = (
        select(IngestItem.job_id, IngestItem.line, IngestItem.attempts)
        .where(IngestItem.state == RUNNING, IngestItem.lease_until < now)
        .with_for_update(skip_locked=True)
    )
    lost = session.execute(query).all()
    free = _item().values(claimed_by=None, lease_until=None)
    again = free.values(state=QUEUED, not_before=bindparam("of_moment"))
    given_up = free.values(state=FAILED, finished_at=now, error=asdict(_LOST))
    _execute_each(
        session,
        again,
        [
            {
                "of_job": row.job_id,
                "of_line": row.line,
                "of_moment": now + timedelta(seconds=_WAIT_SECONDS * (2 ** (row.attempts - 1) - 1)),
            }
            for row in lost
            if row.attempts < MOST_ATTEMPTS
        ],
    )
    _execute_each(
        session,
        given_up,
        [
            {"of_job": row.job_id, "of_line": row.line}
            for row in lost
            if row.attempts >= MOST_ATTEMPTS
        ],
    )
    settle_jobs(session, {row.job_id for row in lost}, now)


def _item() -> Update:
    return update(IngestItem).where(
        IngestItem.job_id == bindparam("of_job"), IngestItem.line == bindparam("of_line")
    )


def _own(worker: UUID) -> Update:
    # The number of attempts tells whether the lease was lost, and the item taken once more.
    return _item().where(
        IngestItem.state == RUNNING,
        IngestItem.claimed_by == worker,
        IngestItem.attempts == bindparam("of_attempts"),
    )


def _key(item: ClaimedItem) -> dict[str, object]:
    return {"of_job": item.job_id, "of_line": item.line}


def _own_key(item: ClaimedItem) -> dict[str, object]:
    return {**_key(item), "of_attempts": item.attempts}


def _execute_each(session: Session, statement: Update, rows: Iterable[dict[str, object]]) -> None:
    parameters = list(rows)
    if parameters:
        session.connection().execute(statement, parameters)
