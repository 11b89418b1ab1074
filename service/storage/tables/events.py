"""Rows of `quote_events`, the outbox. `tables.occurrences` inserts them, with the occurrences."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models import EventFeed, QuoteEvent
from service.storage.db.bulk import insert_missing

_FEED = 1
"""The id of the only row of `event_feed`."""
_DELETED_AT_ONCE = 1_000
_EXTENDED_EVERY = timedelta(minutes=10)


def latest_number(session: Session) -> int:
    """Return the number of the latest event, or 0."""
    return session.scalar(select(func.max(QuoteEvent.number))) or 0


def want_for_feeds(session: Session, now: datetime, *, until: datetime) -> None:
    """Let events be written for feeds until a moment, unless that was stored lately.

    Args:
        session: The transaction.
        now: The time.
        until: How long events are written after the last feed was open.
    """
    following = latest_number(session) + 1
    row = {"id": _FEED, "until": until, "forgotten": following}
    if insert_missing(session, EventFeed, row, key=["id"]):
        return
    stored = session.get_one(EventFeed, _FEED, with_for_update=True)
    if stored.until < now:  # Events may be missing since.
        stored.forgotten = following
    if stored.until < until - _EXTENDED_EVERY:
        stored.until = until


def forgotten_number(session: Session) -> int:
    """Return the number below which events may be missing."""
    return session.scalar(select(EventFeed.forgotten).where(EventFeed.id == _FEED)) or 0


def delete_old_events(session: Session, before: datetime) -> int:
    """Delete the oldest events from before a moment, with their deliveries, some at once.

    Return how many were deleted.
    """
    oldest = select(QuoteEvent.number, QuoteEvent.at).order_by(QuoteEvent.number)
    rows = session.execute(oldest.limit(_DELETED_AT_ONCE))
    numbers = [row.number for row in rows if row.at < before]
    if not numbers:
        return 0
    session.execute(delete(QuoteEvent).where(QuoteEvent.number <= numbers[-1]))
    session.execute(
        update(EventFeed)
        .where(EventFeed.id == _FEED, EventFeed.forgotten < numbers[-1])
        .values(forgotten=numbers[-1])
    )
    return len(numbers)
