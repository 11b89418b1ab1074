"""Events, and the webhooks to which they are sent. No row here holds a word of an article."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_IDS = JSON().with_variant(JSONB(), "postgresql")

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
"""States of a delivery. A failed one is a dead letter: only an operator sends it again."""
DELIVERY_STATES = (WAITING, DELIVERED, FAILED)


class QuoteEvent(Base):
    """The outbox: one row for each new occurrence, written in the transaction that stores it."""

    __tablename__ = "quote_events"
    # SQLite would give the number of the last row again, once that row is deleted.
    __table_args__ = (UniqueConstraint("occurrence_id"), {"sqlite_autoincrement": True})

    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True)
    """Counts up in the order of commits, because one writer at a time assigns quotes."""
    id: Mapped[UUID]
    """The id of the message. It is the id that the occurrence had at first."""
    occurrence_id: Mapped[UUID]
    """The occurrence: another row where the article's text was corrected. It is no foreign key,
    because a correction deletes the old row before the new one is written."""
    at: Mapped[datetime]


class EventFeed(Base):
    """One row, once a feed was open: how long events are written although no webhook wants them."""

    __tablename__ = "event_feed"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[datetime]
    forgotten: Mapped[int] = mapped_column(BigInteger)
    """Events up to this number may be missing: they are deleted, or were not written."""


class Webhook(Base):
    """An address to which events are sent, and what it wants to know."""

    __tablename__ = "webhooks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    url: Mapped[str]
    speaker_ids: Mapped[list[str]] = mapped_column(_IDS)
    quote_ids: Mapped[list[str]] = mapped_column(_IDS)
    kind: Mapped[str | None]
    """Only quotations of this kind. None for all."""
    secret: Mapped[str]
    previous_secret: Mapped[str | None]
    previous_until: Mapped[datetime | None]
    """Until when messages are signed with the previous secret as well."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    disabled_because: Mapped[str | None]
    position: Mapped[int] = mapped_column(BigInteger)
    """The number of the last event that was looked at."""
    turn_until: Mapped[datetime | None]
    """Until when one worker alone sends to it."""
    turned_at: Mapped[datetime | None]
    """When its last turn began. The one that waits longest is next."""
    rest_until: Mapped[datetime | None]
    """Until when it rests after a failure."""
    failures: Mapped[int]
    """How many tries failed since one succeeded."""
    failing_since: Mapped[datetime | None]


class WebhookDelivery(Base):
    """One event for one webhook, and what became of it."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_number"),
        Index(None, "event_number"),
        Index(None, "webhook_id", "state", "id"),
        # Few rows wait. Workers look for them among all that were sent.
        Index(
            "ix_webhook_deliveries_waiting",
            "webhook_id",
            "due_at",
            sqlite_where=sql("state = 'waiting'"),
            postgresql_where=sql("state = 'waiting'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_number: Mapped[int] = mapped_column(
        _NUMBER, ForeignKey("quote_events.number", ondelete="CASCADE")
    )
    state: Mapped[str]
    attempts: Mapped[int]
    """Tries that ended. One whose worker was killed does not count."""
    due_at: Mapped[datetime]
    last_status: Mapped[int | None]
    """The HTTP status of the last answer. None where no answer came."""
    last_error: Mapped[str | None]
    """Why the last try failed: a word of ours, nothing of the answer."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
