"""Stable quote ids. Each id is tied to one occurrence, its anchor.

When clusters merge, the oldest id stays and the others redirect to it. When they split, each anchor
takes its id back. An anchor that an editor split from its quote is the id's *home* meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, or_, select, update
from sqlalchemy.orm import Session

from models import Occurrence, Quote, Utterance
from models.base import new_id
from service.storage.clusters.add import Cluster, ClusterChange
from service.storage.db.bulk import AnyRow, chunks, in_array
from service.storage.tables import quotes, utterances
from service.storage.tables.occurrences import IncomingOccurrence, RemovedOccurrence
from service.storage.tables.quotes import NewQuote
from service.storage.tables.utterances import NewUtterances

_QUOTE = bindparam("of_quote", type_=Uuid())
_SET_QUOTE_OF_UTTERANCES = (
    update(Utterance).where(in_array(Utterance.id, "ids")).values(quote_id=_QUOTE)
)
_SET_QUOTE_OF_OCCURRENCES = (
    update(Occurrence)
    .where(in_array(Occurrence.utterance_id, "ids"), Occurrence.quote_id != _QUOTE)
    .values(quote_id=_QUOTE)
)
_ROWS = select(Quote.id, Quote.successor_id, Quote.anchor_id)
_BY_QUOTES = _ROWS.where(or_(in_array(Quote.id, "ids"), in_array(Quote.successor_id, "ids")))
_BY_HOMES = select(Quote.id, Quote.home_id).where(in_array(Quote.home_id, "ids"))
_BY_ANCHORS = _ROWS.where(in_array(Quote.anchor_id, "ids"))
_UTTERANCES_OF_ANCHORS = (
    select(Occurrence.id, Occurrence.utterance_id, Utterance.quote_id)
    .join(Utterance, Utterance.id == Occurrence.utterance_id)
    .where(in_array(Occurrence.id, "ids"))
)


@dataclass
class Assignment:
    """The occurrences that one transaction assigns, and the quotes that they get."""

    incoming: Sequence[IncomingOccurrence]
    removed: Sequence[RemovedOccurrence]
    utterance_of: Mapping[UUID, int]
    """The utterance of each incoming occurrence."""
    new: NewUtterances
    alone: Mapping[int, NewQuote]
    """For new utterances with one occurrence: the quote that each is, if it is like no other."""
    quote_of: dict[int, UUID] = field(default_factory=dict)
    """The quote of each utterance, as far as assigned."""
    new_quotes: dict[UUID, NewQuote] = field(default_factory=dict)
    """Quotes whose complete rows are inserted last."""
    quote_ids: set[UUID] = field(default_factory=set)
    """The ids of all quotes that changed."""

    @cached_property
    def arriving(self) -> list[IncomingOccurrence]:
        """The occurrences without a row."""
        return [one for one in self.incoming if one.is_new]

    @cached_property
    def moved(self) -> list[IncomingOccurrence]:
        """The stored occurrences that print another utterance now."""
        stored = [one for one in self.incoming if not one.is_new]
        return [one for one in stored if one.utterance_id != self.utterance_of[one.id]]

    @cached_property
    def occurrences_of(self) -> dict[int, list[UUID]]:
        """The incoming occurrences of each utterance."""
        found: dict[int, list[UUID]] = {}
        for occurrence_id, number in self.utterance_of.items():
            found.setdefault(number, []).append(occurrence_id)
        return found

    @cached_property
    def possible_anchors(self) -> set[UUID]:
        """The incoming occurrences that an id may be tied to.

        A new one is an anchor only where it took the place of a removed one.
        """
        arriving = set() if self.removed else {one.id for one in self.arriving}
        return self.utterance_of.keys() - arriving


def choose_ids(session: Session, change: ClusterChange, assignment: Assignment) -> None:
    """Choose an id for each changed cluster, and write it to its utterances and occurrences."""
    rows = _quotes_concerned(session, change, assignment.possible_anchors)
    for cluster, claims in _claims(session, change, rows, assignment).items():
        oldest = min((row.id for row in claims), default=None)
        if oldest is None:
            oldest = _new_quote(session, cluster, assignment)
        assignment.quote_ids.add(oldest)
        assignment.quote_of.update(dict.fromkeys(cluster.utterances, oldest))
        outdated = [row.id for row in claims if row.id != oldest and row.successor_id != oldest]
        quotes.redirect(session, outdated, oldest)
        if any(row.id == oldest and row.successor_id for row in claims):
            session.execute(update(Quote).where(Quote.id == oldest).values(successor_id=None))
        _write_id(session, cluster, oldest, assignment.new)


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
    for row in _rows(session, _BY_ANCHORS, gone):
        anchor = replacements.get(gone[row.anchor_id].utterance_id)
        if anchor is None:
            left = select(Occurrence.id).where(Occurrence.quote_id == (row.successor_id or row.id))
            anchor = session.scalar(left.order_by(Occurrence.id).limit(1))
        if anchor is not None:
            _set(session, row.id, anchor_id=anchor)
    for row in _rows(session, _BY_HOMES, gone):
        _set(session, row.id, home_id=replacements.get(gone[row.home_id].utterance_id))


def transfer_from_moved(session: Session, moved: Sequence[IncomingOccurrence]) -> set[UUID]:
    """Tie the ids of occurrences that move to another utterance to the occurrences that stay.

    If an occurrence that stays is the anchor of a redirected id, the quote splits. Each part gets
    its own id back. Return the ids of such quotes.
    """
    split = set()
    moving = {occurrence.id for occurrence in moved}
    for row in _rows(session, _BY_ANCHORS, moving):
        if row.successor_id is not None:
            continue
        all_of_it = select(Occurrence.id).where(Occurrence.quote_id == row.id)
        staying = set(session.scalars(all_of_it)) - moving
        redirecting = select(Quote.anchor_id).where(Quote.successor_id == row.id)
        if not staying.isdisjoint(session.scalars(redirecting)):
            split.add(row.id)
        elif staying:
            _set(session, row.id, anchor_id=min(staying))
    for row in _rows(session, _BY_HOMES, moving):
        _set(session, row.id, home_id=None)
    return split


def _set(session: Session, quote_id: UUID, **columns: UUID | None) -> None:
    session.execute(update(Quote).where(Quote.id == quote_id).values(**columns))


def _rows(session: Session, query: Any, ids: Iterable[UUID]) -> Iterator[AnyRow]:
    for some in chunks(sorted(ids)):
        yield from session.connection().execute(query, {"ids": some}).all()


def _quotes_concerned(
    session: Session, change: ClusterChange, possible_anchors: Iterable[UUID]
) -> list[AnyRow]:
    """Return the rows of all ids that the clusters may take, the oldest first."""
    changed = {quote_id for cluster in change.clusters for quote_id in cluster.quotes}
    rows = {row.id: row for row in _rows(session, _BY_QUOTES, changed | change.dismantled)}
    rows |= {row.id: row for row in _rows(session, _BY_ANCHORS, possible_anchors)}
    return [rows[quote_id] for quote_id in sorted(rows)]


def _claims(
    session: Session, change: ClusterChange, rows: Sequence[AnyRow], assignment: Assignment
) -> dict[Cluster, list[AnyRow]]:
    """Return for each cluster the ids whose anchors are in it."""
    anchors = _anchors(session, [row.anchor_id for row in rows], assignment.utterance_of)
    by_utterance = {number: cluster for cluster in change.clusters for number in cluster.utterances}
    by_quote = {quote_id: cluster for cluster in change.clusters for quote_id in cluster.quotes}
    claims: dict[Cluster, list[AnyRow]] = {cluster: [] for cluster in change.clusters}
    for row in rows:
        number, quote_id = anchors.get(row.anchor_id, (0, None))
        cluster = by_utterance.get(number) or by_quote.get(quote_id or row.id)
        if cluster is not None:
            claims[cluster].append(row)
    return claims


def _anchors(
    session: Session, anchors: Sequence[UUID], utterance_of: Mapping[UUID, int]
) -> dict[UUID, tuple[int, UUID | None]]:
    """Return the utterance of each anchor, and the quote of that utterance."""
    stored = {anchor for anchor in anchors if anchor not in utterance_of}
    found = {row[0]: (row[1], row[2]) for row in _rows(session, _UTTERANCES_OF_ANCHORS, stored)}
    assigned = {anchor: utterance_of[anchor] for anchor in anchors if anchor in utterance_of}
    quote_of = utterances.quotes_of(session, assigned.values()) if assigned else {}
    return found | {anchor: (number, quote_of.get(number)) for anchor, number in assigned.items()}


def _new_quote(session: Session, cluster: Cluster, assignment: Assignment) -> UUID:
    """Create the quote of a cluster that no id is tied to."""
    quote_id = new_id()
    alone = _alone(cluster, assignment)
    if alone is not None:
        assignment.new_quotes[quote_id] = alone
    else:
        oldest = _oldest_occurrence(session, cluster, assignment)
        quotes.insert_empty(session, quote_id, oldest, datetime.now(UTC))
    return quote_id


def _alone(cluster: Cluster, assignment: Assignment) -> NewQuote | None:
    if cluster.quotes or len(cluster.utterances) != 1:
        return None
    [number] = cluster.utterances
    # An utterance that has its row must lead to a stored quote at once.
    return assignment.alone.get(number) if number in assignment.new.pending else None


def _oldest_occurrence(session: Session, cluster: Cluster, assignment: Assignment) -> UUID:
    occurrences = [
        occurrence_id
        for number in cluster.utterances
        for occurrence_id in assignment.occurrences_of.get(number, ())
    ]
    for some in chunks(sorted(cluster.utterances - assignment.new.ids)):
        query = select(Occurrence.id).where(Occurrence.utterance_id.in_(some))
        occurrences += session.scalars(query.order_by(Occurrence.id).limit(1))
    return min(occurrences)


def _write_id(session: Session, cluster: Cluster, quote_id: UUID, new: NewUtterances) -> None:
    merged = sorted(cluster.quotes - {quote_id})
    if merged:
        for table in (Utterance, Occurrence):
            of_merged = update(table).where(table.quote_id.in_(merged))
            session.execute(of_merged.values(quote_id=quote_id))
    # A pending utterance gets its quote with its row, and a new one has no stored occurrence.
    for statement, numbers in (
        (_SET_QUOTE_OF_UTTERANCES, cluster.utterances - new.pending),
        (_SET_QUOTE_OF_OCCURRENCES, cluster.utterances - new.ids),
    ):
        for some in chunks(sorted(numbers)):
            session.connection().execute(statement, {"ids": some, "of_quote": quote_id})
