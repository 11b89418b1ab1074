"""Tie each quote id to one occurrence, its anchor. The id goes where the anchor goes.

An editor may split the anchor from the quote. The id stays with the others, so that one of them is
its anchor then. The anchor before is its *home*, to which it returns when no split of the quote
holds any more, in whatever order splits are undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Occurrence, Quote
from service.storage.db.bulk import AnyRow, chunks, in_array
from service.storage.tables.occurrences import IncomingOccurrence, RemovedOccurrence

ROWS = select(Quote.id, Quote.successor_id, Quote.anchor_id)
BY_ANCHORS = ROWS.where(in_array(Quote.anchor_id, "ids"))
_BY_HOMES = select(Quote.id, Quote.home_id).where(in_array(Quote.home_id, "ids"))


def read_rows(session: Session, query: Any, ids: Iterable[UUID]) -> Iterator[AnyRow]:
    """Yield the rows of a query whose parameter `ids` takes these, some at a time."""
    for some in chunks(sorted(ids)):
        yield from session.connection().execute(query, {"ids": some}).all()


def leave_with(session: Session, quote_id: UUID, occurrence_id: UUID) -> None:
    """Make another occurrence the anchor of an id, and remember the id's home."""
    home = func.coalesce(Quote.home_id, Quote.anchor_id)
    values = {"anchor_id": occurrence_id, "home_id": func.nullif(home, occurrence_id)}
    session.execute(update(Quote).where(Quote.id == quote_id).values(values))


def give_back(session: Session, quote_id: UUID) -> set[UUID]:
    """Make an id's home its anchor again; return both occurrences if it had another anchor."""
    query = select(Quote.home_id, Quote.anchor_id).where(Quote.id == quote_id)
    row = session.execute(query).one_or_none()
    if row is None or row.home_id is None:
        return set()
    _set(session, quote_id, anchor_id=row.home_id, home_id=None)
    return {row.home_id, row.anchor_id}


def transfer_from_removed(
    session: Session, removed: Sequence[RemovedOccurrence], replacements: Mapping[int, UUID]
) -> None:
    """Tie the ids of removed occurrences to other occurrences.

    Args:
        session: The transaction.
        removed: The occurrences that are gone.
        replacements: The ids of new occurrences by their utterances. A new occurrence with the
            words of a removed one takes its id. Without one, the quote's oldest occurrence does.
    """
    gone = {occurrence.id: occurrence for occurrence in removed}
    for row in read_rows(session, BY_ANCHORS, gone):
        anchor = replacements.get(gone[row.anchor_id].utterance_id)
        if anchor is None:
            left = select(Occurrence.id).where(Occurrence.quote_id == (row.successor_id or row.id))
            anchor = session.scalar(left.order_by(Occurrence.id).limit(1))
        if anchor is not None:
            _set(session, row.id, anchor_id=anchor)
    for row in read_rows(session, _BY_HOMES, gone):
        _set(session, row.id, home_id=replacements.get(gone[row.home_id].utterance_id))


def transfer_from_moved(session: Session, moved: Sequence[IncomingOccurrence]) -> set[UUID]:
    """Tie the ids of occurrences that move to another utterance to the occurrences that stay.

    If an occurrence that stays is the anchor of a redirected id, the quote splits. Each part gets
    its own id back. Return the ids of such quotes.
    """
    split = set()
    moving = {occurrence.id for occurrence in moved}
    for row in read_rows(session, BY_ANCHORS, moving):
        if row.successor_id is not None:
            continue
        all_of_it = select(Occurrence.id).where(Occurrence.quote_id == row.id)
        staying = set(session.scalars(all_of_it)) - moving
        redirecting = select(Quote.anchor_id).where(Quote.successor_id == row.id)
        if not staying.isdisjoint(session.scalars(redirecting)):
            split.add(row.id)
        elif staying:
            _set(session, row.id, anchor_id=min(staying))
    for row in read_rows(session, _BY_HOMES, moving):
        _set(session, row.id, home_id=None)
    return split


def _set(session: Session, quote_id: UUID, **columns: UUID | None) -> None:
    session.execute(update(Quote).where(Quote.id == quote_id).values(**columns))
