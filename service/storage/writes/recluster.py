"""Rebuild all quotes from their occurrences, a few at a time, while others read and write.

Stories come first: quotes count them.

An utterance that was clustered under older rules still has to be rebuilt. That is stored in its
row, so a run that was stopped goes on where it was, and several runs at once do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from models import Occurrence, StopKey, Utterance, UtteranceKey
from service.dedup.stored_form import VERSION
from service.storage.db import locks
from service.storage.db.bulk import chunks
from service.storage.db.database import reading, write
from service.storage.views import Progress
from service.storage.writes.place_stories import count_unplaced, place_outdated
from service.storage.writes.reassign import reassign

_OUTDATED = 0
"""The version of an utterance that is marked."""
_MARKED_AT_ONCE = 50_000
_LEAST_KEY, _SLICES = -(2**63), 64


def rebuild_outdated(engine: Engine, *, everything: bool, batch: int) -> Iterator[Progress]:
    """Rebuild quotes in many transactions, and yield how far it is after each.

    Args:
        engine: The database.
        everything: Rebuild all quotes, not only those clustered under older rules.
        batch: How many quotes are rebuilt, or articles placed, in one transaction.
    """
    if everything:
        write(engine, _delete_common_keys)
        after: int | None = 0
        while after is not None:
            after = write(engine, partial(_mark_outdated, after=after))
    articles, utterances = count_unplaced(engine, everything=everything), _count_outdated(engine)
    total = articles + utterances
    yield Progress(0, total)
    placed = 0
    for some in place_outdated(engine, everything=everything, batch=batch):
        placed += some
        yield Progress(min(placed, articles), total)
    while write(engine, partial(_rebuild_some, quotes=batch)):
        # New articles are clustered under today's rules and do not count.
        yield Progress(articles + max(0, utterances - _count_outdated(engine)), total)
    for first, last in _key_slices() if utterances else ():
        write(engine, partial(_delete_unused_keys, first=first, last=last))


def _mark_outdated(session: Session, after: int) -> int | None:
    """Mark the next utterances for rebuilding.

    Args:
        session: The transaction.
        after: The id after which to begin.

    Returns:
        The id of the last marked utterance, or None if there is none left.
    """
    locks.lock_quotes_exclusive(session)
    following = (
        select(Utterance.id)
        .where(Utterance.id > after)
        .order_by(Utterance.id)
        .limit(_MARKED_AT_ONCE)
    )
    last: int | None = session.scalar(select(func.max(following.subquery().c.id)))
    if last is not None:
        marked = update(Utterance).where(Utterance.id > after, Utterance.id <= last)
        session.execute(marked.values(version=_OUTDATED))
    return last


def _delete_common_keys(session: Session) -> None:
    """Let no key count as common until enough utterances are found to have it."""
    locks.lock_quotes_exclusive(session)
    session.execute(delete(StopKey))


def _count_outdated(engine: Engine) -> int:
    query = select(func.count()).select_from(Utterance).where(Utterance.version < VERSION)
    with reading(engine) as session:
        return session.scalar(query) or 0


def _rebuild_some(session: Session, *, quotes: int) -> int:
    """Rebuild up to `quotes` quotes, and return how many were rebuilt."""
    locks.lock_registry_exclusive(session)
    outdated = (
        select(Utterance.quote_id)
        .where(Utterance.version < VERSION, Utterance.quote_id.is_not(None))
        .distinct()
        .limit(quotes)
    )
    found = [quote_id for quote_id in session.scalars(outdated) if quote_id]
    if found:
        reassign(session, _quotations_of(session, found), rebuild=True)
    return len(found)


def _key_slices() -> Iterator[tuple[int, int]]:
    """Yield the first and the last key of each slice of all possible keys."""
    size = 2**64 // _SLICES
    for number in range(_SLICES):
        first = _LEAST_KEY + number * size
        yield first, first + size - 1


def _delete_unused_keys(session: Session, first: int, last: int) -> None:
    """Delete the keys from `first` to `last` whose utterances are gone."""
    utterance = select(Utterance.id).where(Utterance.id == UtteranceKey.utterance_id)
    session.execute(
        delete(UtteranceKey).where(
            UtteranceKey.key >= first, UtteranceKey.key <= last, ~utterance.exists()
        )
    )


def _quotations_of(session: Session, quote_ids: list[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in chunks(quote_ids):
        query = select(Occurrence.quotation_id).where(Occurrence.quote_id.in_(some))
        found.update(session.scalars(query))
    return found
