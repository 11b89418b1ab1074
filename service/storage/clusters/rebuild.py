"""Cluster whole quotes again, where an utterance was removed or an editor decided.

This searches for the links of every utterance in them. `add` is cheaper where nothing went away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Judgement, JudgementOccurrence, Utterance
from models.judgements import HOLDS, OF_QUOTES
from service.dedup.clusters import Clustering, Constraint, LinkedPair, cluster, host_of
from service.storage.clusters.add import Cluster, ClusterChange
from service.storage.clusters.candidates import candidates_of, links_among
from service.storage.db.bulk import chunks
from service.storage.tables import fragment_hosts, quotes, utterances
from service.storage.tables.utterances import UtteranceRow

OuterLink = tuple[UtteranceRow, LinkedPair]
"""An utterance of another quote, and its link with an utterance here."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """All that is clustered together, and its links."""

    quote_ids: frozenset[UUID]
    rows: Sequence[UtteranceRow]
    links: Sequence[LinkedPair]
    outer: Sequence[OuterLink]
    constraints: QuoteConstraints


@dataclass(frozen=True, slots=True)
class QuoteConstraints:
    """Judgements of quotes as constraints on clustering, in the order in which they were made."""

    constraints: tuple[Constraint, ...]
    """Of utterances, by their digests."""
    quotes: frozenset[UUID]
    """The quotes that these utterances are in."""


def rebuild(
    session: Session, quote_ids: Collection[UUID], new: Sequence[UtteranceRow] = ()
) -> ClusterChange:
    """Cluster quotes again, together with new utterances that have no quote yet.

    Quotes that depend on these are clustered with them: those that the same judgements name, and
    those that a link between equals would join.
    """
    scope = _widen(session, set(quote_ids), new)
    # Of a host in another quote one thing matters: it is one quote with the hosts beside it.
    hosts = {row.digest: row for row, pair in scope.outer if pair.host == row.digest}
    known = {row.digest: row for row in scope.rows} | hosts
    clustering = cluster(
        known,
        # Most links of a host elsewhere are not at hand, so they cannot say what it follows.
        [
            pair
            for pair in scope.links
            if {pair.a, pair.b} <= set(known) and pair.fragment not in hosts
        ],
        [*_one_quote_each(hosts), *scope.constraints.constraints],
    )
    _store_groups(session, scope.rows, known, clustering)
    return ClusterChange(
        clusters=_clusters(scope.rows, known, clustering), dismantled=scope.quote_ids
    )


def _widen(session: Session, quote_ids: set[UUID], new: Sequence[UtteranceRow]) -> _Scope:
    """Add the quotes that depend on these until there are no more, and return all with links."""
    while True:
        rows = [*utterances.of_quotes(session, quote_ids), *new]
        constraints = _load_constraints(session, {row.id for row in rows if row.judged})
        candidates, known = candidates_of(session, rows)
        links = links_among(rows, candidates, known)
        outer = _outer_links(rows, links, known)
        more = constraints.quotes | _dependent(session, outer)
        if more <= quote_ids:
            return _Scope(frozenset(quote_ids), rows, list(links.values()), outer, constraints)
        quote_ids |= more


def _dependent(session: Session, outer: Sequence[OuterLink]) -> set[UUID]:
    """Return the quotes that equal words would join, and those that a judgement names."""
    equal = {row.quote_id for row, pair in outer if pair.fragment is None and row.quote_id}
    others = {row.quote_id for row, _ in outer if row.quote_id} - equal
    return equal | {quote_id for quote_id in others if quotes.any_judged(session, [quote_id])}


def _outer_links(
    rows: Sequence[UtteranceRow],
    links: Mapping[tuple[int, int], LinkedPair],
    known: Mapping[int, UtteranceRow],
) -> list[OuterLink]:
    inside = {row.id for row in rows}
    outer = []
    for ends, pair in links.items():
        for end in ends:
            # A fragment in another quote has a better host there, or it would be in a quote here.
            if end not in inside and pair.fragment != known[end].digest:
                outer.append((known[end], pair))
    return outer


def _one_quote_each(hosts: Mapping[str, UtteranceRow]) -> list[Constraint]:
    digests: dict[UUID | None, set[str]] = {}
    for digest, row in hosts.items():
        digests.setdefault(row.quote_id, set()).add(digest)
    return [Constraint((frozenset(of_quote),)) for of_quote in digests.values()]


def _store_groups(
    session: Session,
    rows: Sequence[UtteranceRow],
    known: Mapping[str, UtteranceRow],
    clustering: Clustering,
) -> None:
    members: dict[str, list[UtteranceRow]] = {}
    for row in rows:
        members.setdefault(clustering.groups[row.digest], []).append(row)
    fragment_hosts.replace(session, {row.group_id for row in rows})
    hosts = {}
    for head, group in members.items():
        group_id = min(row.id for row in group)
        utterances.set_groups(session, group, group_id)
        pair = clustering.hosts.get(head)
        if pair is not None:
            hosts[group_id] = host_of(pair, known[pair.host or ""].id)
    fragment_hosts.replace(session, (), hosts)


def _clusters(
    rows: Sequence[UtteranceRow], known: Mapping[str, UtteranceRow], clustering: Clustering
) -> tuple[Cluster, ...]:
    inside = {row.id for row in rows}
    numbers: dict[str, set[int]] = {}
    quote_ids: dict[str, set[UUID]] = {}
    for digest, head in clustering.quotes.items():
        row = known[digest]
        if row.id in inside:
            numbers.setdefault(head, set()).add(row.id)
        elif row.quote_id:
            quote_ids.setdefault(head, set()).add(row.quote_id)
    return tuple(
        Cluster(utterances=frozenset(of_quote), quotes=frozenset(quote_ids.get(head, ())))
        for head, of_quote in numbers.items()
    )


def _load_constraints(session: Session, utterance_ids: Collection[int]) -> QuoteConstraints:
    """Return the judgements of quotes that name any of these utterances."""
    judgement_ids: set[UUID] = set()
    for some in chunks(sorted(utterance_ids)):
        query = (
            select(JudgementOccurrence.judgement_id)
            .distinct()
            .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
            .join(Utterance, Utterance.place == JudgementOccurrence.place)
            .where(Utterance.id.in_(some), Utterance.judged, HOLDS, Judgement.kind.in_(OF_QUOTES))
        )
        judgement_ids.update(session.scalars(query))
    return _constraints_of(session, sorted(judgement_ids))


def _constraints_of(session: Session, judgement_ids: Sequence[UUID]) -> QuoteConstraints:
    sides: dict[int, dict[int, set[str]]] = {}
    quotes: set[UUID] = set()
    for some in chunks(judgement_ids):
        query = (
            select(Judgement.number, JudgementOccurrence.side, Utterance.digest, Utterance.quote_id)
            .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
            .join(Utterance, Utterance.place == JudgementOccurrence.place)
            .where(JudgementOccurrence.judgement_id.in_(some), Utterance.judged)
        )
        for row in session.execute(query):
            sides.setdefault(row.number, {}).setdefault(row.side, set()).add(row.digest)
            quotes.update([row.quote_id] if row.quote_id else [])
    constraints = (
        Constraint(tuple(frozenset(digests) for _, digests in sorted(by_side.items())))
        for _, by_side in sorted(sides.items())
    )
    return QuoteConstraints(constraints=tuple(constraints), quotes=frozenset(quotes))
