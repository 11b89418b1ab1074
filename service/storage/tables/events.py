"""Rows of `quote_events`, the outbox. `tables.occurrences` inserts them, with the occurrences."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from models import EventFeed, QuoteEvent
from models.base import new_id
from service.storage.db.bulk import insert_missing
from service.storage.db.locks import lock_quotes_exclusive

_FEED = 1
"""The id of the only row of `event_feed`."""
_DELETED_AT_ONCE = 1_000
_EXTENDED_EVERY = timedelta(minutes=10)


def latest_number(session: Session) -> int:
    """Return the number of the latest event, or 0."""
    return session.scalar(select(func.max(QuoteEvent.number))) or 0


def want_for_feeds(session: Session, now: datetime, *, until: datetime) -> None:
    """Let events be written for feeds until a moment, unless that was stored lately.

    Where none were written for feeds before, a number is used up. Who has a lower one may have
    missed events; who has it, or a higher one, has not.

    Args:
        session: The transaction.
        now: The time.
        until: How long events are written after the last feed was open.
    """
    known_until = session.scalar(select(EventFeed.until).where(EventFeed.id == _FEED))
    if known_until is None or known_until < now:
        # Writers that saw no feed commit first, so what is stored from now on is written.
        lock_quotes_exclusive(session)
        number = _use_up_number(session, now)
        row = {"id": _FEED, "until": until, "forgotten": number}
        if insert_missing(session, EventFeed, row, key=["id"]):
            return
        stored = session.get_one(EventFeed, _FEED, with_for_update=True)
        if stored.until < now:
            stored.until, stored.forgotten = until, number
    elif known_until < until - _EXTENDED_EVERY:
        session.execute(update(EventFeed).where(EventFeed.id == _FEED).values(until=until))


def forgotten_number(session: Session) -> int:
    """Return the number up to which events may be missing."""
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


def _use_up_number(session: Session, now: datetime) -> int:
    """Return a number that no event has or will have, above those of all events before."""
    values = {"id": new_id(), "occurrence_id": new_id(), "at": now}
    number: int = session.scalars(
        insert(QuoteEvent).values(values).returning(QuoteEvent.number)
    ).one()
    session.execute(delete(QuoteEvent).where(QuoteEvent.number == number))
    return number
