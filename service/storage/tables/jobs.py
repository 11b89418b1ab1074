"""Read and write rows of `ingest_jobs`.

A transaction that changes items and then their job locks them in this order, items first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from models import IngestItem, IngestJob
from models.base import new_id
from models.jobs import CANCELLED, DONE, FAILED, QUEUED, RECEIVING, RUNNING
from service.errors import Conflict, NotFound, Overloaded, RequestInFlight
from service.storage.db.bulk import insert_missing, insert_rows
from service.storage.job_views import NewItem
from service.storage.tables.audit import record_change

MOST_OPEN_JOBS = 100
"""How many jobs may wait or run at once. Their articles lie in the database until then."""
_RETRY_AFTER = 60
_UPLOAD_MINUTES = 10
"""Minutes without a line after which an upload is taken for abandoned."""
_EXPIRED_AT_ONCE = 10

OPEN = (QUEUED, RUNNING)
"""States in which a job, or an item, has work left."""


def begin_job(session: Session, owner: str, batch_key: str | None, now: datetime) -> UUID:
    """Insert a job that receives lines, in place of an upload with the same key.

    Args:
        session: The transaction.
        owner: Who sends the job.
        batch_key: The client's name for it, or None.
        now: The time.

    Raises:
        RequestInFlight: Another upload with this key began in this moment.
        Overloaded: Too many jobs are open.
    """
    open_jobs = session.scalar(select(func.count()).where(IngestJob.state.in_(OPEN)))
    if (open_jobs or 0) >= MOST_OPEN_JOBS:
        raise Overloaded(
            f"{MOST_OPEN_JOBS} jobs are not finished yet. Try again later.",
            retry_after=_RETRY_AFTER,
        )
    if batch_key is not None:
        session.execute(
            delete(IngestJob).where(
                IngestJob.owner == owner,
                IngestJob.batch_key == batch_key,
                IngestJob.state == RECEIVING,
            )
        )
    job_id = new_id()
    row = {
        "id": job_id,
        "owner": owner,
        "batch_key": batch_key,
        "state": RECEIVING,
        "created_at": now,
        "touched_at": now,
    }
    if not insert_missing(session, IngestJob, row, key=["owner", "batch_key"]):
        raise RequestInFlight("batch_key")
    return job_id


def add_items(session: Session, job_id: UUID, items: Sequence[NewItem], now: datetime) -> None:
    """Insert lines of a job that receives them.

    Args:
        session: The transaction.
        job_id: The job.
        items: The next lines.
        now: The time.

    Raises:
        RequestInFlight: The upload is not the job's any more.
    """
    _change_upload(session, job_id, {"touched_at": now})
    insert_rows(
        session,
        IngestItem,
        [
            {
                "job_id": job_id,
                "line": item.line,
                "state": QUEUED if item.error is None else FAILED,
                "attempts": 0,
                "finished_at": None if item.error is None else now,
                "error": None if item.error is None else asdict(item.error),
                "article": item.article,
            }
            for item in items
        ],
    )


def complete_job(session: Session, job_id: UUID, now: datetime) -> None:
    """Let workers take the items of a job whose lines are all there.

    Raises:
        RequestInFlight: The upload is not the job's any more.
    """
    _change_upload(session, job_id, {"state": QUEUED, "touched_at": now})
    settle_jobs(session, [job_id], now)
    record_change(session, job_id)


def abandon_job(session: Session, job_id: UUID) -> None:
    """Delete a job that still receives lines, with its items."""
    session.execute(delete(IngestJob).where(IngestJob.id == job_id, IngestJob.state == RECEIVING))


def settle_jobs(session: Session, job_ids: Iterable[UUID], now: datetime) -> None:
    """Finish the jobs whose last open item is done. Call this after a change of items.

    A job that was cancelled meanwhile loses its waiting items and all texts. The lock on the job
    makes a second worker wait, so that it sees the items that the first one finished.
    """
    for job_id in sorted(set(job_ids)):
        locked = select(IngestJob.state, IngestJob.finished_at).where(IngestJob.id == job_id)
        job = session.execute(locked.with_for_update()).one_or_none()
        if job is None:
            continue
        items = update(IngestItem).where(IngestItem.job_id == job_id)
        if job.state == CANCELLED:
            session.execute(
                items.where(IngestItem.state == QUEUED).values(state=CANCELLED, finished_at=now)
            )
            session.execute(
                items.where(IngestItem.state != RUNNING, IngestItem.article.is_not(None)).values(
                    article=None
                )
            )
        is_open = exists().where(IngestItem.job_id == job_id, IngestItem.state.in_(OPEN))
        if job.finished_at is None and not session.scalar(select(is_open)):
            state = CANCELLED if job.state == CANCELLED else DONE
            change = update(IngestJob).where(IngestJob.id == job_id)
            session.execute(change.values(state=state, finished_at=now))


def cancel_job(session: Session, job_id: UUID, now: datetime) -> None:
    """Cancel a job: its waiting items are not begun any more. Doing it again changes nothing.

    Raises:
        NotFound: No job has this id.
        Conflict: The job is done.
    """
    waiting = update(IngestItem).where(IngestItem.job_id == job_id, IngestItem.state == QUEUED)
    session.execute(waiting.values(state=CANCELLED, finished_at=now))
    is_open = update(IngestJob).where(IngestJob.id == job_id, IngestJob.state.in_(OPEN))
    cancelled = session.execute(is_open.values(state=CANCELLED).returning(IngestJob.id))
    if cancelled.one_or_none() is not None:
        record_change(session, job_id)
    elif require_state(session, job_id) == DONE:
        raise Conflict("The job is done. Nothing of it waits.")
    settle_jobs(session, [job_id], now)


def retry_failed(session: Session, job_id: UUID) -> None:
    """Let workers begin the failed items again. A line that holds no article stays failed.

    Raises:
        NotFound: No job has this id.
        Conflict: The job was cancelled, so its articles are gone.
    """
    if require_state(session, job_id) == CANCELLED:
        raise Conflict("The job was cancelled, and its articles are gone. Send them again.")
    again = session.execute(
        update(IngestItem)
        .where(
            IngestItem.job_id == job_id,
            IngestItem.state == FAILED,
            IngestItem.article.is_not(None),
        )
        .values(state=QUEUED, attempts=0, error=None, finished_at=None, not_before=None)
        .returning(IngestItem.line)
    ).all()
    if again:
        session.execute(
            update(IngestJob)
            .where(IngestJob.id == job_id, IngestJob.state == DONE)
            .values(state=QUEUED, finished_at=None)
        )
        record_change(session, job_id)


def delete_job(session: Session, job_id: UUID) -> None:
    """Delete a finished job and its items. The articles that it stored stay.

    Raises:
        NotFound: No job has this id.
        Conflict: The job is not finished.
    """
    gone = delete(IngestJob).where(IngestJob.id == job_id, IngestJob.finished_at.is_not(None))
    if session.execute(gone.returning(IngestJob.id)).one_or_none() is None:
        require_state(session, job_id)
        raise Conflict("The job is not finished. Cancel it first.")
    record_change(session, job_id)


def delete_old_jobs(session: Session, now: datetime, *, days: int) -> None:
    """Delete jobs that finished `days` ago, some at once, and uploads that were abandoned."""
    old = (
        select(IngestJob.id)
        .where(IngestJob.finished_at < now - timedelta(days=days))
        .order_by(IngestJob.finished_at)
        .limit(_EXPIRED_AT_ONCE)
    )
    session.execute(delete(IngestJob).where(IngestJob.id.in_(old)))
    session.execute(
        delete(IngestJob).where(
            IngestJob.state == RECEIVING,
            IngestJob.touched_at < now - timedelta(minutes=_UPLOAD_MINUTES),
        )
    )


def require_state(session: Session, job_id: UUID) -> str:
    """Return the state of a job.

    Raises:
        NotFound: No job has this id.
    """
    query = select(IngestJob.state).where(IngestJob.id == job_id, IngestJob.state != RECEIVING)
    state = session.scalar(query)
    if state is None:
        raise NotFound("No job is stored under this id.")
    return state


def _change_upload(session: Session, job_id: UUID, values: dict[str, object]) -> None:
    change = update(IngestJob).where(IngestJob.id == job_id, IngestJob.state == RECEIVING)
    if session.execute(change.values(values).returning(IngestJob.id)).one_or_none() is None:
        raise RequestInFlight("batch_key")
