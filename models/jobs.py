"""Ingest jobs: many articles that were sent at once, and the row of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

RECEIVING, QUEUED, RUNNING, DONE, CANCELLED = "receiving", "queued", "running", "done", "cancelled"
"""States of a job. While its lines arrive it is `receiving`: no list shows it and no worker takes
its items."""
JOB_STATES = (RECEIVING, QUEUED, RUNNING, DONE, CANCELLED)

SUCCEEDED, FAILED = "succeeded", "failed"
"""States of an item, beside `queued`, `running` and `cancelled`."""


class IngestJob(Base):
    """Articles that were sent in one request, to be stored one after the other."""

    __tablename__ = "ingest_jobs"
    __table_args__ = (
        UniqueConstraint("owner", "batch_key"),
        Index(None, "state", "id"),
        Index(None, "finished_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    owner: Mapped[str]
    """Who sent it: the owner of the API key."""
    batch_key: Mapped[str | None]
    """The client's own name for these articles. The same key again is the same job."""
    state: Mapped[str]
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    """When lines last arrived. An upload that stopped is found by it."""
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    """When no item was left to work on. A retry sets it back to None."""


class IngestItem(Base):
    """One line of a job: an article to store, or what became of it."""

    __tablename__ = "ingest_items"
    __table_args__ = (
        # Counts by state read this index alone.
        Index(None, "job_id", "state", "created"),
        # Few rows are open. Workers look for them among all that were ever sent.
        Index(
            "ix_ingest_items_queued",
            "job_id",
            "line",
            sqlite_where=sql("state = 'queued'"),
            postgresql_where=sql("state = 'queued'"),
        ),
        Index(
            "ix_ingest_items_running",
            "lease_until",
            sqlite_where=sql("state = 'running'"),
            postgresql_where=sql("state = 'running'"),
        ),
    )

    job_id: Mapped[UUID] = mapped_column(
        ForeignKey("ingest_jobs.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The number of the line in the request, from 1."""
    state: Mapped[str]
    attempts: Mapped[int]
    """How many workers began it, without those that handed it back."""
    created: Mapped[bool | None]
    """Whether the article was new. None until the item succeeded."""
    article_id: Mapped[UUID | None]
    claimed_by: Mapped[UUID | None]
    """The worker that has it."""
    claimed_at: Mapped[datetime | None]
    """When a worker first took it."""
    lease_until: Mapped[datetime | None]
    """Until when it is the worker's alone. The worker extends this while it lives."""
    not_before: Mapped[datetime | None]
    """Until when it waits after a failure that passes."""
    finished_at: Mapped[datetime | None]
    error: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    )
    """Why it failed: `problem`, `title`, `detail` and `pointer`. It repeats no submitted text."""
    article: Mapped[str | None] = mapped_column(String)
    """The article as JSON. None as soon as nothing more is to be done with it."""
