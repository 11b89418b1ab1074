"""Read jobs with how far they are, and their items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import IngestItem, IngestJob
from models.jobs import JOB_STATES, RECEIVING, SUCCEEDED
from service.storage.db.bulk import AnyRow
from service.storage.db.cursors import Keyset, read_page
from service.storage.job_views import ItemCounts, ItemError, JobFilter, JobItemView, JobView
from service.storage.tables.jobs import require_state
from service.storage.views import Page

LATEST_JOBS = Keyset(name="jobs", columns=(IngestJob.id,), types=(UUID,), descending=True)
ITEMS_BY_LINE = Keyset(name="items", columns=(IngestItem.line,), types=(int,))


def find_by_key(session: Session, owner: str, batch_key: str) -> JobView | None:
    """Return the job that an owner sent under a key, or None while it is not complete."""
    query = select(IngestJob).where(IngestJob.owner == owner, IngestJob.batch_key == batch_key)
    row = session.scalar(query.where(IngestJob.state != RECEIVING))
    return _views(session, [row])[0] if row is not None else None


def get_job(session: Session, job_id: UUID) -> JobView:
    """Return a job.

    Raises:
        NotFound: No job has this id.
    """
    require_state(session, job_id)
    return _views(session, [session.get_one(IngestJob, job_id)])[0]


def list_jobs(
    session: Session, where: JobFilter, *, limit: int, cursor: str | None
) -> Page[JobView]:
    """Return a page of jobs, the latest first.

    Args:
        session: The transaction.
        where: Which jobs to list.
        limit: The most jobs of a page.
        cursor: The end of the page before. None asks for the first page.
    """
    query = select(IngestJob.id, IngestJob).where(IngestJob.state != RECEIVING)
    if where.state is not None:
        query = query.where(IngestJob.state == where.state)
    if where.batch_key is not None:
        query = query.where(IngestJob.batch_key == where.batch_key)

    def build(rows: Sequence[AnyRow]) -> list[JobView]:
        return _views(session, [row.IngestJob for row in rows])

    return read_page(session, query, LATEST_JOBS, where, limit=limit, cursor=cursor, build=build)


def count_by_state(session: Session) -> dict[str, int]:
    """Return how many jobs are in each state. It reads an index alone."""
    query = select(IngestJob.state, func.count()).group_by(IngestJob.state)
    found: dict[str, int] = {row.state: row[1] for row in session.execute(query)}
    return {state: found.get(state, 0) for state in JOB_STATES}


def list_items(
    session: Session, job_id: UUID, state: str | None, *, limit: int, cursor: str | None
) -> Page[JobItemView]:
    """Return a page of the items of a job, in the order of its lines.

    Args:
        session: The transaction.
        job_id: The job.
        state: The state of the items. None means any.
        limit: The most items of a page.
        cursor: The end of the page before. None asks for the first page.

    Raises:
        NotFound: No job has this id.
    """
    require_state(session, job_id)
    columns = (
        IngestItem.line,
        IngestItem.state,
        IngestItem.attempts,
        IngestItem.article_id,
        IngestItem.created,
        IngestItem.error,
        IngestItem.finished_at,
    )
    query = select(*columns).where(IngestItem.job_id == job_id)
    if state is not None:
        query = query.where(IngestItem.state == state)
    where = [str(job_id), state]
    return read_page(
        session, query, ITEMS_BY_LINE, where, limit=limit, cursor=cursor, build=_item_views
    )


def _item_views(rows: Sequence[AnyRow]) -> list[JobItemView]:
    return [
        JobItemView(
            line=row.line,
            state=row.state,
            attempts=row.attempts,
            article_id=row.article_id,
            created=row.created,
            error=None if row.error is None else ItemError(**row.error),
            finished_at=row.finished_at,
        )
        for row in rows
    ]


def _views(session: Session, jobs: Sequence[IngestJob]) -> list[JobView]:
    counts = _count_items(session, [job.id for job in jobs])
    return [
        JobView(
            id=job.id,
            owner=job.owner,
            batch_key=job.batch_key,
            state=job.state,
            items=counts[job.id],
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
        )
        for job in jobs
    ]


def _count_items(session: Session, job_ids: Sequence[UUID]) -> dict[UUID, ItemCounts]:
    columns = (IngestItem.job_id, IngestItem.state, IngestItem.created)
    query = select(*columns, func.count()).where(IngestItem.job_id.in_(job_ids)).group_by(*columns)
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for job_id, state, created, number in session.execute(query):
        name = ("created" if created else "known") if state == SUCCEEDED else state
        found[job_id][name] = number
    return {job_id: ItemCounts(**found[job_id]) for job_id in job_ids}
