"""What editors decide about quotes. Each decision is a judgement, and all that follows from it.

A judgement names occurrences by their places, so that it holds when their articles come again. The
occurrences that it names are compared as utterances of their own from then on.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Judgement, Occurrence, Quote
from service.errors import Conflict, NotFound
from service.storage.db import locks
from service.storage.db.bulk import chunks
from service.storage.inputs import Ruling
from service.storage.reads import quotes
from service.storage.tables import judgements
from service.storage.tables.decisions import MERGE_QUOTES, PIN_QUOTE, SPLIT_QUOTE
from service.storage.tables.judgements import Named
from service.storage.tables.occurrences import OccurrenceKey, keys_in_articles
from service.storage.writes import reassign

_FOUNDER = "founder"
"""Among a split's changes: who founded the quote before, and founds it again when undone."""


def merge(session: Session, kept_id: UUID, other_id: UUID, ruling: Ruling) -> UUID:
    """Two quotes' ids -> the judgement's id; they are one from now on, under the elder's id.

    Raises:
        Conflict: they are one already.
    """
    _require(session, kept_id)
    other = quotes.successor_of(session, other_id)
    if other is None:
        raise NotFound("The other quote is not stored.")
    if other == kept_id:
        raise Conflict("Both are the same quote.")
    named = _printed(session, kept_id) | _printed(session, other)
    made = judgements.add(
        session,
        MERGE_QUOTES,
        (None, kept_id),
        ruling,
        other=(None, other),
        named=[_named(place, side=0) for place in named.values()],
    )
    _file(session, named)
    return made


def split(
    session: Session, quote_id: UUID, occurrence_ids: Collection[UUID], ruling: Ruling
) -> UUID:
    """A quote's id and some of its occurrences -> the judgement's id; they are another quote now.

    Raises:
        Conflict: an occurrence is not this quote's, or none would be left.
    """
    _require(session, quote_id)
    printed = _printed(session, quote_id)
    moving = set(occurrence_ids)
    staying = set(printed) - moving
    if not moving <= set(printed):
        raise Conflict("Not all of these occurrences are this quote's.")
    if not staying:
        raise Conflict("All occurrences would leave the quote. Choose fewer.")
    named = [_named(place, side=int(one in staying)) for one, place in printed.items()]
    founder = session.scalars(select(Quote.anchor_id).where(Quote.id == quote_id)).one()
    made = judgements.add(
        session,
        SPLIT_QUOTE,
        (None, quote_id),
        ruling,
        changes={_FOUNDER: str(founder)},
        named=named,
    )
    if founder in moving:  # the id stays with what stays
        _found(session, quote_id, min(staying))
    _file(session, printed)
    other = session.scalar(select(Occurrence.quote_id).where(Occurrence.id == min(moving)))
    session.execute(update(Judgement).where(Judgement.id == made).values(object_id=other))
    return made


def pin(session: Session, quote_id: UUID, ruling: Ruling) -> UUID:
    """A quote's id -> the judgement's id; its occurrences stay one quote, whatever rules say."""
    _require(session, quote_id)
    printed = _printed(session, quote_id)
    named = [_named(place, side=0) for place in printed.values()]
    made = judgements.add(session, PIN_QUOTE, (None, quote_id), ruling, named=named)
    _file(session, printed)
    return made


def follow_undone(session: Session, judgement: Judgement) -> None:
    """A judgement of quotes that no longer holds -> all is as if it had never been made."""
    articles = judgements.articles_named(session, judgement.id)
    named = judgements.places_named(session, judgement.id)
    found = keys_in_articles(session, articles)
    founder = judgement.changes.get(_FOUNDER)
    if founder is not None and UUID(founder) in found:
        _found(session, judgement.subject_id, UUID(founder))
    _file(session, [one for one, place in found.items() if place.key in named])


def _found(session: Session, quote_id: UUID, anchor_id: UUID) -> None:
    session.execute(update(Quote).where(Quote.id == quote_id).values(anchor_id=anchor_id))


def _require(session: Session, quote_id: UUID) -> None:
    locks.lock_registry_exclusive(session)
    quotes.require(session, quote_id)


def _printed(session: Session, quote_id: UUID) -> dict[UUID, OccurrenceKey]:
    """A quote's id -> its occurrences and their places."""
    query = select(Occurrence.id, Occurrence.article_id).where(Occurrence.quote_id == quote_id)
    rows = session.execute(query).all()
    places = keys_in_articles(session, {row.article_id for row in rows})
    return {row.id: places[row.id] for row in rows}


def _named(key: OccurrenceKey, *, side: int) -> Named:
    return Named(key.key, key.outlet_key, key.article_key, side=side)


def _file(session: Session, occurrence_ids: Collection[UUID]) -> None:
    quotations: set[UUID] = set()
    for some in chunks(sorted(occurrence_ids)):
        query = select(Occurrence.quotation_id).where(Occurrence.id.in_(some))
        quotations.update(session.scalars(query))
    reassign.file(session, quotations, anew=True)
