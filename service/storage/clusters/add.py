"""Cluster new utterances: join them to stored quotes, as `service.dedup.clusters` says.

A new utterance can only add. Groups join, and a group may find a better host. So only the links of
the new utterances are computed. Where an utterance was removed or an editor decided, `rebuild`
clusters whole quotes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from service.dedup.clusters import Host, LinkedPair, connected_components, host_of
from service.storage.clusters.candidates import candidates_of, links_of
from service.storage.tables import fragment_hosts, utterances
from service.storage.tables.utterances import UtteranceRow

Node = str
"""A stored quote or a new utterance, by its id."""

Links = tuple[UtteranceRow, list[tuple[UtteranceRow, LinkedPair]]]
"""A new utterance, and those that it is linked with."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is one quote now: some utterances, and some quotes with all that is in them."""

    utterances: frozenset[int] = frozenset()
    quotes: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class ClusterChange:
    """The clusters that changed, with all that they are made of."""

    clusters: tuple[Cluster, ...] = ()
    dismantled: frozenset[UUID] = frozenset()
    """Quotes whose utterances are listed one by one, in whatever clusters they are now."""


@dataclass
class _Known:
    """The utterances, groups and hosts at hand, while new utterances join them."""

    rows: dict[int, UtteranceRow]
    hosts: dict[int, Host]
    """Of groups of fragments."""
    nodes: dict[Node, UtteranceRow] = field(default_factory=dict)
    joins: list[tuple[Node, Node]] = field(default_factory=list)
    loosened: set[Node] = field(default_factory=set)
    """Nodes whose joining link was removed. Their quotes may split."""
    changed: set[int] = field(default_factory=set)
    """Groups that have another host now, or none."""

    def join(self, a: UtteranceRow, b: UtteranceRow) -> None:
        """Record that two utterances are in one quote."""
        self.joins.append((self.node(a), self.node(b)))

    def node(self, row: UtteranceRow) -> Node:
        """Return the node of an utterance: its quote, or itself where it has none yet."""
        node = str(row.quote_id or row.id)
        self.nodes[node] = row
        return node

    def offer_host(self, fragment: UtteranceRow, host: Host) -> bool:
        """Give a fragment's group this host, unless it has a better one; return whether it did."""
        before = self.hosts.get(fragment.group_id)
        if before is not None:
            if before.rank >= host.rank:
                return False
            self.loosened.add(self.node(fragment))
        self.hosts[fragment.group_id] = host
        self.changed.add(fragment.group_id)
        return True


def link_new(
    session: Session, new: Sequence[UtteranceRow]
) -> tuple[dict[int, UtteranceRow], list[Links]]:
    """Compare new utterances with the stored ones, and each with the new ones before it.

    Returns:
        The rows of all utterances at hand by their ids, and the links of each new one.
    """
    candidates, rows = candidates_of(session, new)
    later = {row.id for row in new}
    links = []
    for row in sorted(new, key=lambda row: row.id):
        later.discard(row.id)
        links.append((row, links_of(row, [rows[i] for i in sorted(candidates[row.id] - later)])))
    return rows, links


def add(session: Session, rows: dict[int, UtteranceRow], new: Sequence[Links]) -> ClusterChange:
    """Cluster new utterances by their links, and store the groups and hosts that change.

    No judgement may name any of them, nor a quote that they are linked with.
    """
    groups = {other.group_id for _, links in new for other, _ in links}
    known = _Known(rows=rows, hosts=fragment_hosts.of_groups(session, groups))
    for row, links in new:
        _join_groups(session, known, row, [other for other, pair in links if not pair.fragment])
        for other, pair in links:
            if pair.fragment is None:
                known.join(row, other)
                continue
            fragment, host = (row, other) if pair.fragment == row.digest else (other, row)
            if known.offer_host(fragment, host_of(pair, host.id)):
                known.join(fragment, host)
    hosts = {group: host for group, host in known.hosts.items() if group in known.changed}
    fragment_hosts.replace(session, known.changed, hosts)
    return _change(session, known, [row for row, _ in new])


def _join_groups(
    session: Session, known: _Known, row: UtteranceRow, equals: Sequence[UtteranceRow]
) -> None:
    """Join the groups of a new utterance and its equals. The best of their hosts stays."""
    groups = {row.group_id, *(other.group_id for other in equals)}
    kept = min(groups)
    joined = groups - {kept}
    if not joined:
        return
    best = max(
        (known.hosts[group] for group in groups if group in known.hosts),
        key=lambda host: host.rank,
        default=None,
    )
    for member in [*equals, row]:
        host = known.hosts.get(member.group_id)
        if host is not None and host != best:
            known.loosened.add(known.node(member))
    for group in groups & set(known.hosts):
        del known.hosts[group]
        known.changed.add(group)
    if best is not None:
        known.hosts[kept] = best
        known.changed.add(kept)
    utterances.join_groups(session, joined, kept)
    for other in known.rows.values():
        if other.group_id in joined:
            other.group_id = kept


def _change(session: Session, known: _Known, new: Sequence[UtteranceRow]) -> ClusterChange:
    for row in new:
        known.node(row)
    connected: dict[Node, list[UtteranceRow]] = {}
    for node, head in connected_components(known.nodes, known.joins).items():
        connected.setdefault(head, []).append(known.nodes[node])
    clusters: list[Cluster] = []
    dismantled: set[UUID] = set()
    for rows in connected.values():
        quotes = frozenset(row.quote_id for row in rows if row.quote_id)
        numbers = frozenset(row.id for row in rows if row.quote_id is None)
        if any(known.node(row) in known.loosened for row in rows):
            dismantled |= quotes
            clusters += _split(session, quotes, {number: known.rows[number] for number in numbers})
        else:
            clusters.append(Cluster(utterances=numbers, quotes=quotes))
    return ClusterChange(clusters=tuple(clusters), dismantled=frozenset(dismantled))


def _split(
    session: Session, quotes: frozenset[UUID], new: Mapping[int, UtteranceRow]
) -> list[Cluster]:
    """Quotes and new utterances that may fall apart -> their clusters, from groups and hosts."""
    groups = {number: row.group_id for number, row in new.items()}
    groups |= utterances.groups_in_quotes(session, quotes)
    hosts = fragment_hosts.of_groups(session, groups.values())
    edges = [(str(group), str(groups[host.host_id])) for group, host in hosts.items()]
    heads = connected_components(map(str, set(groups.values())), edges)
    clusters: dict[str, set[int]] = {}
    for number, group in groups.items():
        clusters.setdefault(heads[str(group)], set()).add(number)
    return [Cluster(utterances=frozenset(numbers)) for numbers in clusters.values()]
