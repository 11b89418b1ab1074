"""All quotes filed anew from their occurrences, a few at a time, while others read and write.

What is to be done is what is stored: an utterance that was filed under an older version of the
rules. So whoever is stopped goes on where it was, and several at once do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models import Occurrence, StopKey, Utterance, UtteranceKey
from service.dedup.stored_form import VERSION
from service.storage.db import locks
from service.storage.db.bulk import chunks
from service.storage.writes import reassign

_NEVER = 0
_MARKED = 50_000
_LEAST_KEY, _SLICES = -(2**63), 64


def mark(session: Session, after: int) -> int | None:
    """An utterance's id -> those behind it, so many at a time, are to be filed anew.

    The last one's id is the result; None where there is none left.
    """
    locks.lock_quotes_exclusive(session)
    behind = select(Utterance.id).where(Utterance.id > after).order_by(Utterance.id).limit(_MARKED)
    last: int | None = session.scalar(select(func.max(behind.subquery().c.id)))
    if last is not None:
        some = update(Utterance).where(Utterance.id > after, Utterance.id <= last)
        session.execute(some.values(version=_NEVER))
    return last


def forget_common(session: Session) -> None:
    """A session -> no key is common until so many utterances are found to have it."""
    locks.lock_quotes_exclusive(session)
    session.execute(delete(StopKey))


def count(session: Session) -> int:
    """A session -> how many utterances are to be filed anew."""
    query = select(func.count()).select_from(Utterance).where(Utterance.version < VERSION)
    return session.scalar(query) or 0


def refile_some(session: Session, *, quotes: int) -> int:
    """A session -> so many quotes are filed anew, whole; how many were left to do."""
    locks.lock_registry_exclusive(session)
    stale = (
        select(Utterance.quote_id)
        .where(Utterance.version < VERSION, Utterance.quote_id.is_not(None))
        .distinct()
        .limit(quotes)
    )
    found = [quote_id for quote_id in session.scalars(stale) if quote_id]
    if found:
        reassign.file(session, _quotations(session, found), anew=True)
    return len(found)


def key_slices() -> Iterator[tuple[int, int]]:
    """Nothing -> the first and last key of each slice of all keys."""
    size = 2**64 // _SLICES
    for number in range(_SLICES):
        first = _LEAST_KEY + number * size
        yield first, first + size - 1


def sweep(session: Session, first: int, last: int) -> None:
    """A slice of keys -> those of utterances that are no more are gone."""
    stands = select(Utterance.id).where(Utterance.id == UtteranceKey.utterance_id)
    session.execute(
        delete(UtteranceKey).where(
            UtteranceKey.key >= first, UtteranceKey.key <= last, ~stands.exists()
        )
    )


def _quotations(session: Session, quote_ids: list[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in chunks(quote_ids):
        query = select(Occurrence.quotation_id).where(Occurrence.quote_id.in_(some))
        found.update(session.scalars(query))
    return found
