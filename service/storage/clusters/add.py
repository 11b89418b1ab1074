"""New utterances join the quotes that they belong to, as `service.dedup.clusters` has it.

A new utterance can only add: groups join, and a group may find a better host. So what is stored is
brought up to date by looking at the new links alone. Where something was taken away, or an editor
decided, `refiling` arranges the quotes anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models import Quote
from models import Utterance as UtteranceRow
from service.dedup.clusters import LinkedPair, connected_components
from service.storage.clusters.linking import candidates_of, links_of
from service.storage.db.bulk import chunks, in_array
from service.storage.tables import fragment_hosts
from service.storage.tables.fragment_hosts import Followed, followed
from service.storage.tables.utterances import Stored

# Statements are written once, since writing one takes longer than the database takes to answer it.
_JUDGED = (
    select(Quote.id).where(Quote.id.in_(bindparam("ids", expanding=True)), Quote.judged).limit(1)
)
_REGROUP = (
    update(UtteranceRow)
    .where(in_array(UtteranceRow.group_id, "gone"))
    .values(group_id=bindparam("kept"))
)

Node = str
"""A quote that was there before, or a new utterance, as one word."""


@dataclass(frozen=True, slots=True)
class Component:
    """What is one quote now: some utterances, and some quotes with all that is in them."""

    utterances: frozenset[int] = frozenset()
    quotes: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Arranged:
    """What became of the quotes that were touched."""

    components: tuple[Component, ...] = ()
    dismantled: frozenset[UUID] = frozenset()
    """Quotes whose utterances are told one by one, in whatever components they are now."""


@dataclass
class _Board:
    """What is known of the utterances and groups at hand while new ones join them."""

    rows: dict[int, Stored]
    follows: dict[int, Followed]
    nodes: dict[Node, Stored] = field(default_factory=dict)
    joins: list[tuple[Node, Node]] = field(default_factory=list)
    parted: set[Node] = field(default_factory=set)
    """Those that lost what joined them: they may fall apart."""
    changed: set[int] = field(default_factory=set)
    """Groups whose row in `follows` is another one now."""

    def one_quote(self, one: Stored, other: Stored) -> None:
        """Two rows -> they are in one quote from now on."""
        self.joins.append((self.node(one), self.node(other)))

    def node(self, row: Stored) -> Node:
        """A row -> its quote, or itself where it has none yet."""
        node = str(row.quote_id or row.id)
        self.nodes[node] = row
        return node

    def follow(self, fragment: Stored, its: Followed) -> bool:
        """A fragment and a host -> whether that is the best one of its group so far."""
        before = self.follows.get(fragment.group_id)
        if before is not None:
            if before.rank >= its.rank:
                return False
            self.parted.add(self.node(fragment))
        self.follows[fragment.group_id] = its
        self.changed.add(fragment.group_id)
        return True


def links_by_newcomer(
    session: Session, new: Sequence[Stored]
) -> tuple[dict[int, Stored], list[tuple[Stored, list[tuple[Stored, LinkedPair]]]]]:
    """New utterances -> all rows at hand, and for each its links with those before it."""
    met, rows = candidates_of(session, new)
    coming = {one.id for one in new}
    found = []
    for one in sorted(new, key=lambda one: one.id):
        coming.discard(one.id)
        found.append((one, links_of(one, [rows[i] for i in sorted(met[one.id] - coming)])))
    return rows, found


def judged_among(session: Session, quote_ids: Iterable[UUID | None]) -> bool:
    """Quotes' ids -> whether a judgement names any of them."""
    for some in chunks(sorted({quote_id for quote_id in quote_ids if quote_id})):
        if session.connection().scalar(_JUDGED, {"ids": some}) is not None:
            return True
    return False


def join(
    session: Session,
    rows: dict[int, Stored],
    linked: Sequence[tuple[Stored, list[tuple[Stored, LinkedPair]]]],
) -> Arranged:
    """New utterances with their links -> groups and follows are stored; what is one quote now.

    No judgement may name any of them.
    """
    groups = {other.group_id for _, links in linked for other, _ in links}
    board = _Board(rows=rows, follows=fragment_hosts.of_groups(session, groups))
    for one, links in linked:
        _join_group(session, board, one, [other for other, link in links if not link.fragment])
        for other, link in links:
            if link.fragment is None:
                board.one_quote(one, other)
                continue
            fragment, host = (one, other) if link.fragment == one.digest else (other, one)
            if board.follow(fragment, followed(link, host.id)):
                board.one_quote(fragment, host)
    now = {group: its for group, its in board.follows.items() if group in board.changed}
    fragment_hosts.replace(session, board.changed, now)
    return _arranged(session, board, [one for one, _ in linked])


def _join_group(session: Session, board: _Board, one: Stored, equals: Sequence[Stored]) -> None:
    ids = {one.group_id, *(other.group_id for other in equals)}
    kept = min(ids)
    gone = ids - {kept}
    if not gone:
        return
    best = max(
        (board.follows[group] for group in ids if group in board.follows),
        key=lambda its: its.rank,
        default=None,
    )
    for row in [*equals, one]:
        lost = board.follows.get(row.group_id)
        if lost is not None and lost != best:
            board.parted.add(board.node(row))
    for group in ids & set(board.follows):
        del board.follows[group]
        board.changed.add(group)
    if best is not None:
        board.follows[kept] = best
        board.changed.add(kept)
    session.connection().execute(_REGROUP, {"gone": sorted(gone), "kept": kept})
    for row in board.rows.values():
        if row.group_id in gone:
            row.group_id = kept


def _arranged(session: Session, board: _Board, new: Sequence[Stored]) -> Arranged:
    for one in new:
        board.node(one)
    together: dict[Node, list[Stored]] = {}
    for node, head in connected_components(board.nodes, board.joins).items():
        together.setdefault(head, []).append(board.nodes[node])
    found: list[Component] = []
    dismantled: set[UUID] = set()
    for rows in together.values():
        quotes = frozenset(row.quote_id for row in rows if row.quote_id)
        utterances = frozenset(row.id for row in rows if row.quote_id is None)
        if any(board.node(row) in board.parted for row in rows):
            dismantled |= quotes
            found += _parts(session, quotes, {number: board.rows[number] for number in utterances})
        else:
            found.append(Component(utterances=utterances, quotes=quotes))
    return Arranged(components=tuple(found), dismantled=frozenset(dismantled))


def _parts(session: Session, quotes: frozenset[UUID], new: Mapping[int, Stored]) -> list[Component]:
    """Quotes and new utterances, all that are linked -> what they fall into."""
    groups = {number: row.group_id for number, row in new.items()}
    for some in chunks(sorted(quotes)):
        query = select(UtteranceRow.id, UtteranceRow.group_id).where(
            UtteranceRow.quote_id.in_(some)
        )
        groups |= {row.id: row.group_id for row in session.execute(query)}
    followed_by = fragment_hosts.of_groups(session, groups.values())
    edges = [(str(group), str(groups[its.host_id])) for group, its in followed_by.items()]
    heads = connected_components(map(str, set(groups.values())), edges)
    parts: dict[str, set[int]] = {}
    for number, group in groups.items():
        parts.setdefault(heads[str(group)], set()).add(number)
    return [Component(utterances=frozenset(part)) for part in parts.values()]
