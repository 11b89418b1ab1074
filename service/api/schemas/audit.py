"""Entries of the audit trail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from service.api.schemas.base import Answer, PageAnswer, PageOptions
from service.api.schemas.example_article import STORED_AT, example_id


class AuditEntry(Answer):
    """A change that was made: when, with which key, and of what. No text is in it."""

    example = {
        "id": example_id(12),
        "at": STORED_AT,
        "key_id": example_id(13),
        "owner": "night desk",
        "operation": "createArticle",
        "object_id": example_id(1),
        "request_id": example_id(7),
        "status": 201,
    }

    id: UUID
    at: datetime
    """When; in UTC."""
    key_id: UUID | None
    """The key that was used. Null on a server without keys, and for commands."""
    owner: str
    """The key's owner, `local` on a server without keys, or `command line`."""
    operation: str
    """The operation, as this contract names it, or the name of a command."""
    object_id: UUID
    """The article, judgement, job, key, webhook or delivery that was made, changed or deleted."""
    request_id: str | None
    """The `X-Request-ID` of the answer; null for commands."""
    status: int | None
    """The status that the change was answered with; null for commands."""


class AuditPage(PageAnswer):
    """Some of the audit trail."""

    example = {"items": [AuditEntry.example], "next_cursor": None}

    items: list[AuditEntry]
    """Entries, the latest first."""


class AuditOptions(PageOptions):
    """Which entries to list: all that is given must hold."""

    key_id: UUID | None = None
    """Only changes with this key."""
    object_id: UUID | None = None
    """Only changes of this article, judgement, job, key, webhook or delivery."""
