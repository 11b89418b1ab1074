"""Who changes what is stored: the actor of a transaction, keys, and entries of the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, by which operation. Each change that a transaction makes is recorded under it."""

    owner: str
    operation: str
    key_id: UUID | None = None
    request_id: str | None = None
    status: int | None = None
    """The HTTP status with which the operation answers a change."""


ACTOR: ContextVar[Actor | None] = ContextVar("actor", default=None)
"""The actor of this request or job. Threads that work for a request see it as well.

It is no argument, because each way to a write would have to carry it, and one that forgot it would
leave a change without its entry.
"""


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Record what is changed inside under `actor`."""
    token = ACTOR.set(actor)
    try:
        yield
    finally:
        ACTOR.reset(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to store."""

    prefix: str
    digest: str
    owner: str
    scopes: tuple[str, ...]
    expires_at: datetime | None = None
    rate_quota: int | None = None
    rate_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView(NewKey):
    """A stored key."""

    id: UUID
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """An entry of the audit trail."""

    id: UUID
    at: datetime
    key_id: UUID | None
    owner: str
    operation: str
    object_id: UUID
    request_id: str | None
    status: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries to list: all that is given must hold."""

    key_id: UUID | None = None
    object_id: UUID | None = None
