"""Lists, a page at a time."""

from __future__ import annotations

from pydantic import Field

from service.api.schemas.base import Answer, Submission, Text


class PageOptions(Submission):
    """Which page of a list."""

    limit: int = Field(default=20, ge=1, le=100)
    """How many items a page holds at most."""
    cursor: Text | None = Field(default=None, min_length=1, max_length=1000)
    """The `next_cursor` of the page before, with the same filters and the same sort."""


class PageAnswer(Answer):
    """What every page of a list carries beside its items."""

    next_cursor: str | None
    """Send it as `cursor` for the next page; null on the last one."""
