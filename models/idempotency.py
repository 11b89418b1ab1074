"""Idempotency keys: requests that were answered, and are not carried out again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class IdempotencyKey(Base):
    """One request that a client may repeat. It holds no word of the request or of its answer."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "expires_at"), Index(None, "claim"))

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the caller and of the key that the client sent."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the request's method, path, query and body."""
    claim: Mapped[str] = mapped_column(String(36))
    """The request that carries it out. Another one may take it over after `lease_until`."""
    lease_until: Mapped[datetime]
    expires_at: Mapped[datetime]
    status: Mapped[int | None]
    """The answer's status. None while the request is carried out."""
    location: Mapped[str | None] = mapped_column(String)
    """Where the answer's object is."""
