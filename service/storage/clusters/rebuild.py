"""Quotes arranged anew from their utterances, where something was taken away or an editor decided.

Costs a search for every utterance in them; what only adds is cheaper in `clustering`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Utterance
from service.dedup.clusters import Clustering, Constraint, LinkedPair, cluster
from service.storage.clusters.add import Arranged, Component, judged_among
from service.storage.clusters.linking import candidates_of, links_among
from service.storage.tables import fragment_hosts, utterances
from service.storage.tables.decisions import load_constraints
from service.storage.tables.fragment_hosts import followed
from service.storage.tables.utterances import Stored


def refile(session: Session, quote_ids: Collection[UUID], new: Sequence[Stored] = ()) -> Arranged:
    """Quotes, and utterances that have none yet -> arranged anew; what is one quote now.

    Quotes that turn out to have to do with these are arranged with them: those of the same
    judgements, and those that equal words would join.
    """
    wanted = set(quote_ids)
    while True:
        inside = [*utterances.of_quotes(session, wanted), *new]
        judged = load_constraints(session, {one.id for one in inside if one.judged})
        met, rows = candidates_of(session, inside)
        links = links_among(inside, met, rows)
        outside = _outside(inside, links, rows)
        more = judged.quotes | {
            other.quote_id
            for other, linked in outside
            if linked.fragment is None and other.quote_id
        }
        more |= {
            other.quote_id
            for other, _ in outside
            if other.quote_id and judged_among(session, [other.quote_id])
        }
        if more <= wanted:
            break
        wanted |= more
    # Of a fragment's host elsewhere only this is of interest, that it is one quote with its likes.
    hosts = {other.digest: other for other, linked in outside if linked.host == other.digest}
    elsewhere: dict[UUID | None, set[str]] = {}
    for digest, row in hosts.items():
        elsewhere.setdefault(row.quote_id, set()).add(digest)
    known = {one.digest: one for one in inside} | hosts
    arrangement = cluster(
        known,
        # Whom a host follows is told by all its links, of which most are not at hand.
        [
            linked
            for linked in links.values()
            if {linked.a, linked.b} <= set(known) and linked.fragment not in hosts
        ],
        [*(Constraint((frozenset(its),)) for its in elsewhere.values()), *judged.constraints],
    )
    _write(session, inside, known, arrangement)
    return Arranged(
        components=_components(inside, known, arrangement), dismantled=frozenset(wanted)
    )


def _outside(
    inside: Sequence[Stored],
    links: dict[tuple[int, int], LinkedPair],
    rows: dict[int, Stored],
) -> list[tuple[Stored, LinkedPair]]:
    ids = {one.id for one in inside}
    found = []
    for ends, linked in links.items():
        for end in ends:
            if end not in ids:
                # What follows somebody here from elsewhere has found a better host, or would be
                # of a quote that is here.
                other = rows[end]
                if linked.fragment != other.digest:
                    found.append((other, linked))
    return found


def _write(
    session: Session,
    inside: Sequence[Stored],
    known: dict[str, Stored],
    arrangement: Clustering,
) -> None:
    members: dict[str, list[Stored]] = {}
    for one in inside:
        members.setdefault(arrangement.groups[one.digest], []).append(one)
    fragment_hosts.replace(session, {one.group_id for one in inside})
    now = {}
    for head, rows in members.items():
        group_id = min(one.id for one in rows)
        moved = [{"id": one.id, "group_id": group_id} for one in rows if one.group_id != group_id]
        if moved:
            session.execute(update(Utterance), moved)
        linked = arrangement.hosts.get(head)
        if linked is not None:
            now[group_id] = followed(linked, known[linked.host or ""].id)
    fragment_hosts.replace(session, (), now)


def _components(
    inside: Sequence[Stored], known: dict[str, Stored], arrangement: Clustering
) -> tuple[Component, ...]:
    ids = {one.id for one in inside}
    quotes: dict[str, set[UUID]] = {}
    told: dict[str, set[int]] = {}
    for digest, head in arrangement.quotes.items():
        row = known[digest]
        if row.id in ids:
            told.setdefault(head, set()).add(row.id)
        elif row.quote_id:
            quotes.setdefault(head, set()).add(row.quote_id)
    return tuple(
        Component(utterances=frozenset(its), quotes=frozenset(quotes.get(head, ())))
        for head, its in told.items()
    )
