"""What storage takes in and returns of ingest jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """How many items of a job are in each state. All but `total` sum up to it."""

    queued: int = 0
    running: int = 0
    created: int = 0
    """Items whose article is stored and was new."""
    known: int = 0
    """Items whose article is stored and was known before."""
    failed: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        """The number of all items."""
        return self.queued + self.running + self.finished

    @property
    def finished(self) -> int:
        """The number of items on which nothing more is to be done."""
        return self.created + self.known + self.failed + self.cancelled


@dataclass(frozen=True, slots=True)
class JobView:
    """A job and how far it is."""

    id: UUID
    owner: str
    batch_key: str | None
    state: str
    items: ItemCounts
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemError:
    """Why an item failed, without any of the submitted text."""

    problem: str
    """The name of the problem type, as `service.errors` lists them."""
    title: str
    detail: str
    pointer: str | None = None
    """The field that is not valid, as a JSON pointer."""


@dataclass(frozen=True, slots=True)
class JobItemView:
    """One line of a job, without the article."""

    line: int
    state: str
    attempts: int
    article_id: UUID | None
    created: bool | None
    error: ItemError | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """A line that arrived: an article as JSON, or why the line holds none."""

    line: int
    article: str | None
    error: ItemError | None = None


@dataclass(frozen=True, slots=True)
class ClaimedItem:
    """An item that a worker has for a while."""

    job_id: UUID
    line: int
    attempts: int
    """How often it was begun, this time included."""
    first_claimed_at: datetime | None
    """When a worker first took it; None if this is the first time."""
    article: str
    """The article as JSON."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of an item: an article that is stored, or an error."""

    item: ClaimedItem
    article_id: UUID | None = None
    created: bool | None = None
    error: ItemError | None = None


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs to list. None means any."""

    state: str | None = None
    batch_key: str | None = None
