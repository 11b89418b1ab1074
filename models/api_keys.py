"""API keys, and the trail of what was changed with each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class ApiKey(Base):
    """A key that a client sends. The key itself is not stored.

    A revoked key keeps its row, so that the trail can name its owner, and so that a server whose
    last key is revoked stays closed.
    """

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("prefix"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    prefix: Mapped[str] = mapped_column(String(32))
    """The part of the key that is no secret. It finds the row, and names a key in a list."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the whole key, in hexadecimal."""
    owner: Mapped[str]
    scopes: Mapped[str]
    """Names of scopes with spaces between them, in the order of the alphabet."""
    rate_quota: Mapped[int | None]
    """Requests in `rate_seconds`. None where the setting of the server holds."""
    rate_seconds: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    """The last use, to the hour."""


class AuditEntry(Base):
    """One change, written in the transaction that made it. It holds no words of any article."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "key_id", "id"), Index(None, "object_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    key_id: Mapped[UUID | None]
    """The key. None without keys, and for commands."""
    owner: Mapped[str]
    operation: Mapped[str]
    """The operation's id in the contract, or the name of a command."""
    object_id: Mapped[UUID]
    """What was made, changed or deleted: an article, judgement, job, key, webhook or delivery."""
    request_id: Mapped[str | None]
    status: Mapped[int | None]
    """The HTTP status that the change was answered with. None for commands."""
