"""Read events of the outbox, with the quotes and occurrences that they are about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Occurrence, Quote, QuoteEvent, Speaker
from service.storage.db.bulk import AnyRow, AnySelect, in_array
from service.storage.event_views import EventBatch, EventView, Watch
from service.storage.reads.articles import OccurrenceQuery, occurrence_views
from service.storage.reads.quotes import quote_views
from service.storage.reads.redirects import Redirecting, follow_redirects

_EVENTS: AnySelect = select(
    QuoteEvent.number, QuoteEvent.id, QuoteEvent.at, QuoteEvent.occurrence_id
)
_NUMBERED = _EVENTS.where(in_array(QuoteEvent.number, "numbers")).order_by(QuoteEvent.number)
_OCCURRENCES: AnySelect = select(Occurrence.__table__).where(in_array(Occurrence.id, "ids"))


def events_after(session: Session, number: int, watch: Watch, *, limit: int) -> EventBatch:
    """Return those of the next events that a watch takes.

    Args:
        session: The transaction.
        number: The event before them. It need not be stored.
        watch: Which events to return. Ids of merged speakers and quotes stand for their successors.
        limit: How many events to look at.
    """
    query = _EVENTS.where(QuoteEvent.number > number).order_by(QuoteEvent.number).limit(limit)
    rows = session.execute(query).all()
    if not rows:
        return EventBatch((), number)
    today = current_watch(session, watch)
    taken = tuple(event for event in _views(session, rows) if today.takes(event))
    return EventBatch(taken, rows[-1].number)


def event_views(session: Session, numbers: Collection[int]) -> dict[int, EventView]:
    """Return events by their numbers. One whose occurrence is deleted is left out."""
    rows = session.connection().execute(_NUMBERED, {"numbers": sorted(numbers)}).all()
    return {event.number: event for event in _views(session, rows)}


def current_watch(session: Session, watch: Watch) -> Watch:
    """Return a watch with the ids that speakers and quotes have today."""
    return Watch(
        speaker_ids=_current(session, Speaker, watch.speaker_ids),
        quote_ids=_current(session, Quote, watch.quote_ids),
        kind=watch.kind,
    )


def _current(session: Session, table: Redirecting, ids: frozenset[UUID]) -> frozenset[UUID]:
    """Follow redirects. An id that is no longer stored stays, or its watch would take all."""
    return frozenset(follow_redirects(session, table, each) or each for each in ids)


def _views(session: Session, rows: Sequence[AnyRow]) -> list[EventView]:
    wanted = OccurrenceQuery(_OCCURRENCES, {"ids": [row.occurrence_id for row in rows]})
    occurrences = {each.id: each for each in occurrence_views(session, wanted)}
    quotes = quote_views(session, {each.quote_id for each in occurrences.values()})
    return [
        EventView(row.number, row.id, row.at, occurrence, quotes[occurrence.quote_id])
        for row in rows
        if (occurrence := occurrences.get(row.occurrence_id))
    ]
