"""Stored utterances that may be one quote -> the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from service.dedup.clusters import LinkedPair
from service.dedup.link_rules import days_apart, decide_link, promising_overlap
from service.dedup.overlap import evidence_of
from service.dedup.prefilter import may_match
from service.storage.clusters.candidates import candidates
from service.storage.tables import utterances
from service.storage.tables.utterances import Stored


def candidates_of(
    session: Session, asked: Sequence[Stored]
) -> tuple[dict[int, set[int]], dict[int, Stored]]:
    """Stored utterances -> for each the ids of those to compare, and all their rows by id.

    Which those are depends on each pair alone, however many utterances are asked about.
    """
    found = candidates(session, {one.id: one.postings.lookup_weights for one in asked})
    met = {
        one.id: {
            other
            for other, shared in found.weights[one.id].items()
            if may_match(one.sought, found.outlines[other], shared)
        }
        for one in asked
    }
    rows = {one.id: one for one in asked}
    others = utterances.load(session, set().union(*met.values()) - rows.keys())
    return met, rows | {one.id: one for one in others}


def links_of(one: Stored, others: Iterable[Stored]) -> list[tuple[Stored, LinkedPair]]:
    """An utterance and others -> those that it is linked with, and how."""
    found = []
    for other in others:
        # Tokens are read of what comes so far alone.
        overlap = promising_overlap(one, other) if other.id != one.id else None
        if overlap:
            a, b = one.utterance, other.utterance
            linked = decide_link(a, b, evidence_of(a, b, overlap))
            if linked:
                pair = LinkedPair(one.digest, other.digest, linked, days=days_apart(one, other))
                found.append((other, pair))
    return found


def links_among(
    asked: Sequence[Stored], met: Mapping[int, set[int]], rows: Mapping[int, Stored]
) -> dict[tuple[int, int], LinkedPair]:
    """Utterances with those to compare -> the links by the ids of their ends, the lesser first."""
    found: dict[tuple[int, int], LinkedPair] = {}
    for one in asked:
        others = [rows[other] for other in sorted(met[one.id])]
        todo = [other for other in others if _ends(one, other) not in found]
        found |= {_ends(one, other): linked for other, linked in links_of(one, todo)}
    return found


def _ends(one: Stored, other: Stored) -> tuple[int, int]:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)
