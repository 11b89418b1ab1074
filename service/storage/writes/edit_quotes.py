"""Store editors' judgements about quotes, and recompute what follows from them.

A judgement names occurrences by keys that outlive their rows, so that it still holds when their
articles are sent again. Each occurrence that a judgement names becomes an utterance of its own.

A split may take the anchor of an id away. The id stays with the others, so that one of them is the
anchor then. The anchor before is the id's *home*, to which it returns when no split of the quote
holds any more, in whatever order splits are undone.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Judgement, Occurrence, Quote
from models.judgements import HOLDS, MERGE_QUOTES, PIN_QUOTE, SPLIT_QUOTE
from service.errors import Conflict, NotFound
from service.storage.db import locks
from service.storage.db.bulk import chunks
from service.storage.inputs import EditedBy
from service.storage.reads.quotes import get_quote
from service.storage.reads.redirects import follow_redirects, require_current
from service.storage.tables.judgements import (
    NamedOccurrence,
    add_judgement,
    articles_named,
    places_named,
)
from service.storage.tables.occurrences import OccurrenceKey, keys_in_articles
from service.storage.versions import require_seen
from service.storage.writes.reassign import reassign


def merge_quotes(session: Session, kept_id: UUID, other_id: UUID, edited_by: EditedBy) -> UUID:
    """Merge two quotes under the older one's id, and return the judgement's id.

    Args:
        session: The transaction.
        kept_id: The first quote.
        other_id: The other quote. Its id may redirect.
        edited_by: Who decides, and why.

    Raises:
        NotFound: One of the quotes is not stored.
        Superseded: The first quote was merged into another one.
        Conflict: They are one quote already.
    """
    _lock_and_require(session, kept_id, edited_by)
    other = follow_redirects(session, Quote, other_id)
    if other is None:
        raise NotFound("The other quote is not stored.")
    if other == kept_id:
        raise Conflict("Both are the same quote.")
    keys = _keys_of(session, kept_id) | _keys_of(session, other)
    judgement_id = add_judgement(
        session,
        MERGE_QUOTES,
        (None, kept_id),
        edited_by,
        other=(None, other),
        named=[_named(key, side=0) for key in keys.values()],
    )
    _rebuild(session, keys)
    return judgement_id


def split_quote(
    session: Session, quote_id: UUID, occurrence_ids: Collection[UUID], edited_by: EditedBy
) -> UUID:
    """Make some of a quote's occurrences another quote, and return the judgement's id.

    Args:
        session: The transaction.
        quote_id: The quote that has the occurrences.
        occurrence_ids: The occurrences of the new quote.
        edited_by: Who decides, and why.

    Raises:
        NotFound: The quote is not stored.
        Superseded: The quote was merged into another one.
        Conflict: An occurrence is not this quote's, or none would be left.
    """
    _lock_and_require(session, quote_id, edited_by)
    keys = _keys_of(session, quote_id)
    moving = set(occurrence_ids)
    staying = set(keys) - moving
    if not moving <= set(keys):
        raise Conflict("Not all of these occurrences are this quote's.")
    if not staying:
        raise Conflict("All occurrences would leave the quote. Choose fewer.")
    named = [_named(key, side=int(occurrence_id in staying)) for occurrence_id, key in keys.items()]
    anchor = session.scalars(select(Quote.anchor_id).where(Quote.id == quote_id)).one()
    judgement_id = add_judgement(
        session,
        SPLIT_QUOTE,
        (None, quote_id),
        edited_by,
        named=named,
    )
    if anchor in moving:  # the id stays with the occurrences that stay
        _leave_with(session, quote_id, min(staying))
    _rebuild(session, keys)
    other = session.scalar(select(Occurrence.quote_id).where(Occurrence.id == min(moving)))
    session.execute(update(Judgement).where(Judgement.id == judgement_id).values(object_id=other))
    return judgement_id


def pin_quote(session: Session, quote_id: UUID, edited_by: EditedBy) -> UUID:
    """Keep a quote's occurrences one quote, and return the judgement's id.

    Raises:
        NotFound: The quote is not stored.
        Superseded: The quote was merged into another one.
    """
    _lock_and_require(session, quote_id, edited_by)
    keys = _keys_of(session, quote_id)
    named = [_named(key, side=0) for key in keys.values()]
    judgement_id = add_judgement(session, PIN_QUOTE, (None, quote_id), edited_by, named=named)
    _rebuild(session, keys)
    return judgement_id


def undo_quote_judgement(session: Session, judgement: Judgement) -> None:
    """Rebuild the quotes of a judgement that was marked as undone."""
    named = places_named(session, judgement.id)
    keys = keys_in_articles(session, articles_named(session, judgement.id))
    affected = {id_ for id_, key in keys.items() if key.key in named}
    quote_id = judgement.subject_id
    if judgement.kind == SPLIT_QUOTE and not _is_split(session, quote_id):
        affected |= _give_back(session, quote_id)
    _rebuild(session, affected)


def _is_split(session: Session, quote_id: UUID) -> bool:
    """Return whether a split of this quote holds. Its id then stays where that split left it."""
    held = select(Judgement.id).where(
        HOLDS, Judgement.kind == SPLIT_QUOTE, Judgement.subject_id == quote_id
    )
    return session.scalar(held.limit(1)) is not None


def _leave_with(session: Session, quote_id: UUID, occurrence_id: UUID) -> None:
    """Make another occurrence the anchor of an id, and remember the id's home."""
    home = func.coalesce(Quote.home_id, Quote.anchor_id)
    values = {"anchor_id": occurrence_id, "home_id": func.nullif(home, occurrence_id)}
    session.execute(update(Quote).where(Quote.id == quote_id).values(values))


def _give_back(session: Session, quote_id: UUID) -> set[UUID]:
    """Make an id's home its anchor again; return both occurrences if it had another anchor."""
    query = select(Quote.home_id, Quote.anchor_id).where(Quote.id == quote_id)
    row = session.execute(query).one_or_none()
    if row is None or row.home_id is None:
        return set()
    home = update(Quote).where(Quote.id == quote_id).values(anchor_id=row.home_id, home_id=None)
    session.execute(home)
    return {row.home_id, row.anchor_id}


def _lock_and_require(session: Session, quote_id: UUID, edited_by: EditedBy) -> None:
    locks.lock_registry_exclusive(session)
    require_current(session, Quote, quote_id)
    require_seen(edited_by.seen, lambda: get_quote(session, quote_id, with_texts=False))


def _keys_of(session: Session, quote_id: UUID) -> dict[UUID, OccurrenceKey]:
    """Return the lasting keys of a quote's occurrences by their ids."""
    query = select(Occurrence.id, Occurrence.article_id).where(Occurrence.quote_id == quote_id)
    rows = session.execute(query).all()
    keys = keys_in_articles(session, {row.article_id for row in rows})
    return {row.id: keys[row.id] for row in rows}


def _named(key: OccurrenceKey, *, side: int) -> NamedOccurrence:
    return NamedOccurrence(key.key, key.outlet_key, key.article_key, side=side)


def _rebuild(session: Session, occurrence_ids: Collection[UUID]) -> None:
    quotations: set[UUID] = set()
    for some in chunks(sorted(occurrence_ids)):
        query = select(Occurrence.quotation_id).where(Occurrence.id.in_(some))
        quotations.update(session.scalars(query))
    reassign(session, quotations, rebuild=True)
