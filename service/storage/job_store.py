"""The part of the store that holds ingest jobs. Each call is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.storage.db.database import Database
from service.storage.job_views import (
    ClaimedItem,
    ItemResult,
    JobFilter,
    JobItemView,
    JobView,
    NewItem,
)
from service.storage.reads import jobs as job_reads
from service.storage.tables import job_items, jobs
from service.storage.views import Page

ALL_JOBS = JobFilter()


class JobStore:
    """Ingest jobs and their items. Safe to share between threads.

    Every method may raise `NotReady` and `Overloaded` as `Store` does. What takes a job's id
    raises `NotFound`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, owner: str, batch_key: str | None) -> UUID:
        """Begin a job, to which lines are added next, and return its id.

        Raises:
            RequestInFlight: Another upload with this key began in this moment.
            Overloaded: Too many jobs are open.
        """
        return self._database.write(lambda s: jobs.begin_job(s, owner, batch_key, _now()))

    def add(self, job_id: UUID, items: Sequence[NewItem]) -> None:
        """Add the next lines to a job.

        Raises:
            RequestInFlight: Another upload took the place of this one.
        """
        self._database.write(lambda s: jobs.add_items(s, job_id, items, _now()))

    def complete(self, job_id: UUID) -> JobView:
        """Give a job to the workers, and return it.

        Raises:
            RequestInFlight: Another upload took the place of this one.
        """
        self._database.write(lambda s: jobs.complete_job(s, job_id, _now()))
        return self.get(job_id)

    def abandon(self, job_id: UUID) -> None:
        """Delete a job whose lines are not complete. A complete one stays."""
        self._database.write(lambda s: jobs.abandon_job(s, job_id))

    def find(self, owner: str, batch_key: str) -> JobView | None:
        """Return the job that an owner sent under a key, or None."""
        with self._database.reading() as session:
            return job_reads.find_by_key(session, owner, batch_key)

    def get(self, job_id: UUID) -> JobView:
        """Return a job and how far it is."""
        with self._database.reading() as session:
            return job_reads.get_job(session, job_id)

    def list_jobs(
        self, where: JobFilter = ALL_JOBS, *, limit: int = 50, cursor: str | None = None
    ) -> Page[JobView]:
        """Return a page of jobs, the latest first."""
        with self._database.reading() as session:
            return job_reads.list_jobs(session, where, limit=limit, cursor=cursor)

    def list_items(
        self,
        job_id: UUID,
        *,
        state: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[JobItemView]:
        """Return a page of a job's items, in the order of its lines.

        Args: Those of `reads.jobs.list_items`.
        """
        with self._database.reading() as session:
            return job_reads.list_items(session, job_id, state, limit=limit, cursor=cursor)

    def count_by_state(self) -> dict[str, int]:
        """Return how many jobs are in each state, those of which lines still arrive included."""
        with self._database.reading() as session:
            return job_reads.count_by_state(session)

    def cancel(self, job_id: UUID) -> JobView:
        """Cancel a job. Items that are being worked on are finished.

        Raises:
            Conflict: The job is done.
        """
        self._database.write(lambda s: jobs.cancel_job(s, job_id, _now()))
        return self.get(job_id)

    def retry(self, job_id: UUID) -> JobView:
        """Begin the failed items of a job again.

        Raises:
            Conflict: The job was cancelled.
        """
        self._database.write(lambda s: jobs.retry_failed(s, job_id))
        return self.get(job_id)

    def delete(self, job_id: UUID) -> None:
        """Delete a job that is finished. Its articles stay.

        Raises:
            Conflict: The job is not finished.
        """
        self._database.write(lambda s: jobs.delete_job(s, job_id))

    def has_work(self, *, suspect: bool = False) -> bool:
        """Return whether `claim` would find an item."""
        with self._database.reading() as session:
            return job_items.has_work(session, _now(), suspect=suspect)

    def claim(
        self, worker: UUID, *, limit: int, lease: timedelta, suspect: bool = False
    ) -> list[ClaimedItem]:
        """Take waiting items for a worker.

        Args: Those of `tables.job_items.claim_items`.
        """
        return self._database.write(
            lambda s: job_items.claim_items(
                s, worker, _now(), limit=limit, lease=lease, suspect=suspect
            )
        )

    def extend(self, worker: UUID, items: Sequence[ClaimedItem], *, lease: timedelta) -> None:
        """Keep items of a worker for another while."""
        self._database.write(
            lambda s: job_items.extend_leases(s, worker, items, _now(), lease=lease)
        )

    def finish(self, worker: UUID, results: Sequence[ItemResult]) -> None:
        """Write what became of a worker's items."""
        self._database.write(lambda s: job_items.finish_items(s, worker, results, _now()))

    def release(
        self, worker: UUID, items: Sequence[ClaimedItem], *, wait: timedelta | None = None
    ) -> None:
        """Hand back items that another worker, or the same one, shall take after `wait`."""
        self._database.write(lambda s: job_items.release_items(s, worker, items, _now(), wait=wait))

    def recover(self) -> None:
        """Free the items of workers that were lost."""
        self._database.write(lambda s: job_items.recover_lost(s, _now()))

    def delete_old(self, *, days: int) -> None:
        """Delete jobs that finished `days` ago, and uploads that were abandoned."""
        self._database.write(lambda s: jobs.delete_old_jobs(s, _now(), days=days))


def _now() -> datetime:
    return datetime.now(UTC)
