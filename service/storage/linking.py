"""Stored utterances that may be one quote -> the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from service.dedup.clusters import Linked
from service.dedup.decide import days_apart, in_common, in_reach, link
from service.dedup.postings import MUCH, meets
from service.storage import utterances
from service.storage.candidates import candidates
from service.storage.utterances import Stored


def candidates_of(
    session: Session, asked: Sequence[Stored]
) -> tuple[dict[int, set[int]], dict[int, Stored]]:
    """Stored utterances -> for each the ids of those to compare, and all their rows by id.

    Which those are depends on each pair alone, however many utterances are asked about.
    """
    found = candidates(session, {one.id: one.postings.weights for one in asked})
    rows = {one.id: one for one in asked}
    free: set[int] = set()
    brief: set[int] = set()
    for one in asked:
        for other, shared in found[one.id].items():
            (free if meets(shared, one.bits, MUCH) else brief).add(other)
    missing = utterances.load(session, free - set(rows), brief=brief - free - set(rows))
    rows |= {one.id: one for one in missing}
    met = {
        one.id: {
            other
            for other, shared in found[one.id].items()
            if other in rows and meets(shared, one.bits, rows[other].bits)
        }
        for one in asked
    }
    return met, rows


def links_of(one: Stored, others: Iterable[Stored]) -> list[tuple[Stored, Linked]]:
    """An utterance and others -> those that it is linked with, and how."""
    found = []
    for other in others:
        # Most that share a key are too far apart or have too little in common, which is seen before
        # they are read.
        if other.id != one.id and in_reach(one, other) and in_common(one.said, other.said):
            linked = link(one.utterance, other.utterance)
            if linked:
                pair = Linked(one.digest, other.digest, linked, days=days_apart(one, other))
                found.append((other, pair))
    return found


def links_among(
    asked: Sequence[Stored], met: Mapping[int, set[int]], rows: Mapping[int, Stored]
) -> dict[tuple[int, int], Linked]:
    """Utterances with those to compare -> the links by the ids of their ends, the lesser first."""
    found: dict[tuple[int, int], Linked] = {}
    for one in asked:
        others = [rows[other] for other in sorted(met[one.id])]
        todo = [other for other in others if _ends(one, other) not in found]
        found |= {_ends(one, other): linked for other, linked in links_of(one, todo)}
    return found


def _ends(one: Stored, other: Stored) -> tuple[int, int]:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)
