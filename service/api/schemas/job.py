"""Ingest jobs: how far one is, and what became of each of its lines."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.schemas.base import Answer, PageAnswer, PageOptions, Submission, Text, in_form
from service.api.schemas.example_article import STORED_AT, example_id
from service.storage.job_views import JobFilter, JobItemView, JobView

BatchKey = Annotated[Text, in_form(r"^[A-Za-z0-9._~-]{1,200}$")]
"""A client's own name for the articles of a job."""


class JobState(StrEnum):
    """How far a job is. A cancelled job is finished when its last running item is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """How far one line of a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class BatchOptions(Submission):
    """What is said of a job beside its body."""

    batch_key: BatchKey | None = None
    """Your own name for these articles, such as a hash of them. A request with a key that you used
    before is answered with the job of that time, and its body is dropped."""


class JobItemCounts(Answer):
    """How many lines of a job are in each state. They sum up to `total`."""

    example = {
        "total": 8,
        "queued": 3,
        "running": 1,
        "created": 2,
        "known": 1,
        "failed": 1,
        "cancelled": 0,
    }

    total: int = Field(ge=0)
    """All lines that are not blank."""
    queued: int = Field(ge=0)
    running: int = Field(ge=0)
    created: int = Field(ge=0)
    """Their article is stored, and was new."""
    known: int = Field(ge=0)
    """Their article is stored, and was known before. Its text, if it changed, is replaced."""
    failed: int = Field(ge=0)
    cancelled: int = Field(ge=0)


class IngestJob(Answer):
    """Many articles that were sent in one request, and how far they are."""

    example = {
        "id": example_id(10),
        "owner": "local",
        "batch_key": "wire-2026-03-14",
        "state": "running",
        "items": JobItemCounts.example,
        "created_at": STORED_AT,
        "started_at": STORED_AT,
        "finished_at": None,
    }

    id: UUID
    owner: str
    """Who sent it: the owner of the API key, or `local`."""
    batch_key: str | None
    state: JobState
    items: JobItemCounts
    created_at: datetime
    started_at: datetime | None
    """When a worker took the first line."""
    finished_at: datetime | None
    """When no line was left to work on; null until then."""


class IngestJobPage(PageAnswer):
    """Some of the jobs."""

    example = {"items": [IngestJob.example], "next_cursor": None}

    items: list[IngestJob]
    """Jobs, the latest first."""


class JobItemError(Answer):
    """Why a line failed. No submitted value is in it."""

    example = {
        "type": "urn:onrecord:problem:invalid-request",
        "title": "The request is not valid",
        "detail": "Required, and not there.",
        "pointer": "/outlet",
    }

    type: str
    """Which kind of error this is, as in a problem."""
    title: str
    """The kind of error in words."""
    detail: str
    """What is wrong, and what would be right."""
    pointer: str | None
    """A JSON pointer to the field that is not valid, or null."""


class IngestJobItem(Answer):
    """One line of a job, and what became of its article."""

    example = {
        "line": 3,
        "state": "failed",
        "attempts": 0,
        "article_id": None,
        "created": None,
        "error": JobItemError.example,
        "finished_at": STORED_AT,
    }

    line: int = Field(ge=1)
    """The number of the line in the body, from 1."""
    state: ItemState
    attempts: int = Field(ge=0)
    """How many workers began it."""
    article_id: UUID | None
    """The stored article, once the line has succeeded."""
    created: bool | None
    """Whether the article was new, once the line has succeeded."""
    error: JobItemError | None
    """Why the line failed."""
    finished_at: datetime | None


class IngestJobItemPage(PageAnswer):
    """Some lines of a job."""

    example = {"items": [IngestJobItem.example], "next_cursor": None}

    items: list[IngestJobItem]
    """Lines in their order."""


class JobOptions(PageOptions):
    """Which jobs to list: all that is given must hold."""

    state: JobState | None = None
    """Only jobs in this state."""
    batch_key: BatchKey | None = None
    """Only jobs that were sent with this key."""


class JobItemOptions(PageOptions):
    """Which lines of a job to list."""

    state: ItemState | None = None
    """Only lines in this state."""


def to_job_filter(options: JobOptions) -> JobFilter:
    """Return the filter of jobs for the options of a list."""
    return JobFilter(state=options.state, batch_key=options.batch_key)


def to_job(job: JobView) -> IngestJob:
    """Return the answer for a job."""
    return IngestJob.model_validate(job)


def to_job_item(item: JobItemView) -> IngestJobItem:
    """Return the answer for one line of a job."""
    error = item.error and JobItemError(
        type=f"urn:onrecord:problem:{item.error.problem}",
        title=item.error.title,
        detail=item.error.detail,
        pointer=item.error.pointer,
    )
    return IngestJobItem(
        line=item.line,
        state=ItemState(item.state),
        attempts=item.attempts,
        article_id=item.article_id,
        created=item.created,
        error=error,
        finished_at=item.finished_at,
    )
