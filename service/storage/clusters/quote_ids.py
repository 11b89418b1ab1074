"""Quotes' ids: each belongs to the quote that its founder is in, the eldest stands for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from models import Occurrence, Quote, QuoteSpeaker, Utterance
from models.base import new_id
from service.storage.clusters.add import Arranged, Component
from service.storage.clusters.new_quotes import Opening
from service.storage.db.bulk import AnyRow, chunks, delete_with_redirects, insert_rows
from service.storage.tables import crediting
from service.storage.tables.incoming import Uttered
from service.storage.tables.new_utterances import Coming


@dataclass(frozen=True, slots=True)
class Left:
    """An occurrence that is gone with its article's old text, or with the article."""

    occurrence_id: UUID
    utterance_id: int
    quote_id: UUID


@dataclass(frozen=True, slots=True)
class Filed:
    """Occurrences that came or moved, and what is known of them."""

    at: Mapping[UUID, int]
    """The utterance of each."""
    founders: frozenset[UUID] = frozenset()
    """Those of them that may have founded quotes: none that just came."""
    coming: Coming = field(default_factory=Coming)
    """The utterances that nothing else prints."""
    openings: Mapping[int, Opening] = field(default_factory=dict)
    """Those of them that one occurrence has alone."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A quote of one new occurrence."""

    founder_id: UUID
    opening: Opening


@dataclass(frozen=True, slots=True)
class Assigned:
    """The ids of quotes that stand, and where utterances are now."""

    standing: set[UUID] = field(default_factory=set)
    opened: dict[UUID, Opened] = field(default_factory=dict)
    """Those that say already what they add up to, and have no rows before `write_opened`."""
    quote_of: dict[int, UUID] = field(default_factory=dict)


# Statements are written once, since writing one takes longer than the database takes to answer it.
_IDS: BindParameter[Sequence[Any]] = bindparam("ids", expanding=True)
_QUOTE = bindparam("of_quote", type_=Uuid())
_OF_UTTERANCES = update(Utterance).where(Utterance.id.in_(_IDS)).values(quote_id=_QUOTE)
_OF_OCCURRENCES = (
    update(Occurrence)
    .where(Occurrence.utterance_id.in_(_IDS), Occurrence.quote_id != _QUOTE)
    .values(quote_id=_QUOTE)
)
_ROWS = select(Quote.id, Quote.successor_id, Quote.founder_id)
_TOUCHED = _ROWS.where(or_(Quote.id.in_(_IDS), Quote.successor_id.in_(_IDS)))
_FOUNDED = _ROWS.where(Quote.founder_id.in_(_IDS))
_PLACES = (
    select(Occurrence.id, Occurrence.utterance_id, Utterance.quote_id)
    .join(Utterance, Utterance.id == Occurrence.utterance_id)
    .where(Occurrence.id.in_(_IDS))
)


def left_by(session: Session, article_id: UUID) -> tuple[Left, ...]:
    """An article's id -> its occurrences, before they go."""
    query = select(Occurrence.id, Occurrence.utterance_id, Occurrence.quote_id).where(
        Occurrence.article_id == article_id
    )
    return tuple(Left(*row) for row in session.execute(query))


def hand_on(session: Session, left: Sequence[Left], heirs: Mapping[int, UUID]) -> None:
    """Occurrences that are gone, and new ones by utterance -> what they founded has new founders.

    The same words in the new text come first, then the eldest occurrence that is left of the quote.
    """
    gone = {one.occurrence_id: one for one in left}
    for some in chunks(sorted(gone)):
        query = select(Quote.id, Quote.successor_id, Quote.founder_id)
        for row in session.execute(query.where(Quote.founder_id.in_(some))).all():
            heir = heirs.get(gone[row.founder_id].utterance_id)
            if heir is None:
                remaining = select(Occurrence.id).where(
                    Occurrence.quote_id == (row.successor_id or row.id)
                )
                heir = session.scalar(remaining.order_by(Occurrence.id).limit(1))
            if heir is not None:
                session.execute(update(Quote).where(Quote.id == row.id).values(founder_id=heir))


def stay(session: Session, moved: Sequence[Uttered]) -> set[UUID]:
    """Occurrences that moved away from others -> what they founded stays with those others.

    Unless it goes back to what it was: where one of the others founded a quote that became part of
    this one, each gets its own again. The ids of such quotes are the result.
    """
    parted = set()
    away = {one.occurrence_id for one in moved}
    for some in chunks(sorted(away)):
        founded = select(Quote.id).where(Quote.founder_id.in_(some), Quote.successor_id.is_(None))
        for quote_id in session.scalars(founded).all():
            its = select(Occurrence.id).where(Occurrence.quote_id == quote_id)
            others = set(session.scalars(its)) - away
            former = select(Quote.founder_id).where(Quote.successor_id == quote_id)
            if others.isdisjoint(session.scalars(former)):
                if others:
                    session.execute(
                        update(Quote).where(Quote.id == quote_id).values(founder_id=min(others))
                    )
            else:
                parted.add(quote_id)
    return parted


def assign(session: Session, arranged: Arranged, filed: Filed, assigned: Assigned) -> None:
    """What became of quotes, and the occurrences that came or moved -> the ids that stand are told.

    Utterances and stored occurrences have the ids of their quotes from then on.
    """
    rows = _rows(session, arranged, filed.founders)
    places = _places(session, [row.founder_id for row in rows], filed.at)
    by_utterance = {number: part for part in arranged.components for number in part.utterances}
    by_quote = {quote_id: part for part in arranged.components for quote_id in part.quotes}
    claims: dict[Component, list[AnyRow]] = {part: [] for part in arranged.components}
    for row in rows:
        utterance_id, quote_id = places.get(row.founder_id, (None, None))
        part = by_utterance.get(utterance_id or 0) or by_quote.get(quote_id or row.id)
        if part is not None:
            claims[part].append(row)
    for part, its in claims.items():
        eldest = min((row.id for row in its), default=None)
        if eldest is None:
            eldest = _open(part, filed, assigned) or _found(session, part, filed)
        assigned.standing.add(eldest)
        assigned.quote_of.update(dict.fromkeys(part.utterances, eldest))
        _retire(session, [row for row in its if row.id != eldest], eldest)
        if any(row.id == eldest and row.successor_id for row in its):
            session.execute(update(Quote).where(Quote.id == eldest).values(successor_id=None))
        _belong(session, part, eldest, filed.coming)


def _rows(session: Session, arranged: Arranged, founders: Iterable[UUID]) -> list[AnyRow]:
    touched = {quote for part in arranged.components for quote in part.quotes}
    touched |= arranged.dismantled
    found: dict[UUID, AnyRow] = {}
    for query, ids in ((_TOUCHED, touched), (_FOUNDED, founders)):
        for some in chunks(sorted(ids)):
            rows = session.connection().execute(query, {"ids": some})
            found |= {row.id: row for row in rows}
    return [found[quote_id] for quote_id in sorted(found)]


def _places(
    session: Session, founders: Sequence[UUID], new: Mapping[UUID, int]
) -> dict[UUID, tuple[int | None, UUID | None]]:
    """Founders -> the utterance of each, and that one's quote."""
    found: dict[UUID, tuple[int | None, UUID | None]] = {}
    for some in chunks(sorted({founder for founder in founders if founder not in new})):
        rows = session.connection().execute(_PLACES, {"ids": some})
        found |= {row[0]: (row[1], row[2]) for row in rows}
    numbers = {new[founder] for founder in founders if founder in new}
    quotes: dict[int, UUID | None] = {}
    for numbered in chunks(sorted(numbers)):
        of = select(Utterance.id, Utterance.quote_id).where(Utterance.id.in_(numbered))
        quotes |= {row.id: row.quote_id for row in session.execute(of)}
    for founder in founders:
        if founder in new:
            found[founder] = (new[founder], quotes.get(new[founder]))
    return found


def write_opened(session: Session, assigned: Assigned) -> None:
    """What was opened -> it is stored, complete."""
    rows = [
        {"id": quote_id, "founder_id": one.founder_id, **one.opening.row}
        for quote_id, one in assigned.opened.items()
    ]
    insert_rows(session, Quote, rows)
    credited = [
        (quote_id, speaker, False)
        for quote_id, one in assigned.opened.items()
        for speaker in one.opening.speakers
    ]
    crediting.add(session, credited)


def _open(part: Component, filed: Filed, assigned: Assigned) -> UUID | None:
    """A component without any row -> a new quote, if it is a new occurrence alone."""
    if part.quotes or len(part.utterances) != 1:
        return None
    [number] = part.utterances
    opening = filed.openings.get(number)
    # What has a row already is to lead to its quote at once.
    if opening is None or number not in filed.coming.waiting:
        return None
    made = new_id()
    founder = next(one for one, its in filed.at.items() if its == number)
    assigned.opened[made] = Opened(founder, opening)
    return made


def _found(session: Session, part: Component, filed: Filed) -> UUID:
    """A component without any row -> a new one, founded by the eldest occurrence in it."""
    founders = [one for one, number in filed.at.items() if number in part.utterances]
    for some in chunks(sorted(part.utterances - filed.coming.numbers)):
        query = select(Occurrence.id).where(Occurrence.utterance_id.in_(some))
        founders += session.scalars(query.order_by(Occurrence.id).limit(1))
    made = new_id()
    row = {
        "id": made,
        "founder_id": min(founders),
        "successor_id": None,
        "words": "",
        "judged": False,
        "text": "",
        "kind": "",
        "first_seen": datetime.now(UTC),
        "outlet_count": 0,
        "occurrence_count": 0,
    }
    insert_rows(session, Quote, [row])
    return made


def _retire(session: Session, rows: Iterable[AnyRow], successor_id: UUID) -> None:
    ids = [row.id for row in rows if row.successor_id != successor_id]
    if ids:
        session.execute(delete(QuoteSpeaker).where(QuoteSpeaker.quote_id.in_(ids)))
        session.execute(
            update(Quote)
            .where(Quote.id.in_(ids))
            .values(
                successor_id=successor_id, text="", words="", outlet_count=0, occurrence_count=0
            )
        )


def _belong(session: Session, part: Component, quote_id: UUID, coming: Coming) -> None:
    merged = sorted(part.quotes - {quote_id})
    if merged:
        for table in (Utterance, Occurrence):
            its = update(table).where(table.quote_id.in_(merged))
            session.execute(its.values(quote_id=quote_id))
    # What waits for its row gets its quote with it, and nothing that was stored prints it.
    for some in chunks(sorted(part.utterances - coming.waiting)):
        session.connection().execute(_OF_UTTERANCES, {"ids": some, "of_quote": quote_id})
    for some in chunks(sorted(part.utterances - coming.numbers)):
        session.connection().execute(_OF_OCCURRENCES, {"ids": some, "of_quote": quote_id})


def remove_unprinted(session: Session, quote_ids: Iterable[UUID]) -> set[UUID]:
    """Quotes' ids -> those that stand without any occurrence, which are gone."""
    empty: set[UUID] = set()
    for some in chunks(sorted(set(quote_ids))):
        printed = select(Occurrence.quote_id).where(Occurrence.quote_id.in_(some)).distinct()
        held = set(session.scalars(printed))
        standing = session.scalars(
            select(Quote.id).where(Quote.id.in_(some), Quote.successor_id.is_(None))
        )
        empty |= set(standing) - held
    delete_with_redirects(session, Quote, empty)
    return empty
