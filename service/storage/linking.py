"""Stored utterances that may be one quote -> the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Float, Integer, and_, bindparam, case, literal_column, or_, select
from sqlalchemy.orm import Session

from models import Utterance as UtteranceRow
from service.dedup.clusters import Linked
from service.dedup.compare import weigh
from service.dedup.decide import THRESHOLDS, days_apart, decide, promising
from service.dedup.postings import MUCH, VERY_MUCH, meets, need
from service.storage import utterances
from service.storage.candidates import candidates
from service.storage.numbers import among
from service.storage.upsert import chunks
from service.storage.utterances import ROWS, Stored

# What shares a single key that is no run is by the same speaker, and reaches so many days
# (`service.dedup.decide.in_reach`).
_REACH = UtteranceRow.bits * UtteranceRow.bits * literal_column(f"{THRESHOLDS.reach**-2}", Float())
_LEAST_DAYS = literal_column(f"{THRESHOLDS.reworded_days}", Float())
_VERY_MUCH = literal_column(f"{VERY_MUCH}", Float())
_DAYS = case((_REACH < _LEAST_DAYS, _LEAST_DAYS), else_=_REACH)
# Most rows that share a key need not be read: by their day, and by `meets`.
_IN_REACH = (
    select(UtteranceRow.id)
    .where(
        among(UtteranceRow.id, "ids"),
        or_(
            among(UtteranceRow.id, "free"),
            and_(among(UtteranceRow.id, "more"), UtteranceRow.bits < _VERY_MUCH),
            and_(
                UtteranceRow.bits < bindparam("below", type_=Float()),
                or_(
                    UtteranceRow.day.is_(None),
                    UtteranceRow.day.between(
                        bindparam("first", type_=Integer()) - _DAYS,
                        bindparam("last", type_=Integer()) + _DAYS,
                    ),
                ),
            ),
        ),
    )
    .cte("in_reach")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)
_LIKELY = ROWS.join(_IN_REACH, _IN_REACH.c.id == UtteranceRow.id)
_ANY_DAY = 10_000_000
_ANY_BITS = 1e9


def candidates_of(
    session: Session, asked: Sequence[Stored]
) -> tuple[dict[int, set[int]], dict[int, Stored]]:
    """Stored utterances -> for each the ids of those to compare, and all their rows by id.

    Which those are depends on each pair alone, however many utterances are asked about.
    """
    found = candidates(session, {one.id: one.postings.asked for one in asked})
    rows = {one.id: one for one in asked}
    rows |= {one.id: one for one in _likely(session, asked, found)}
    met = {
        one.id: {
            other
            for other, shared in found[one.id].items()
            if other in rows and meets(shared, one.bits, rows[other].bits)
        }
        for one in asked
    }
    return met, rows


def _likely(
    session: Session, asked: Sequence[Stored], found: Mapping[int, Mapping[int, int]]
) -> list[Stored]:
    """Utterances, and what the keys weigh that others share with them -> others' rows.

    All that may be linked, and some more where several are asked about.
    """
    single: set[int] = set()
    more: set[int] = set()
    free: set[int] = set()
    for one in asked:
        least = max(2, need(one.bits))
        for other, shared in found[one.id].items():
            (free if shared >= least else more if shared > 1 else single).add(other)
    days = [one.day for one in asked if one.day is not None]
    dated = bool(asked) and len(days) == len(asked)
    told: dict[str, Any] = {
        "below": _ANY_BITS if any(one.bits < MUCH for one in asked) else MUCH,
        "first": min(days) if dated else -_ANY_DAY,
        "last": max(days) if dated else _ANY_DAY,
    }
    rows: list[Stored] = []
    for ids in chunks(sorted((single | more | free) - {one.id for one in asked})):
        told |= {
            "ids": ids,
            "more": sorted(more.intersection(ids)),
            "free": sorted(free.intersection(ids)),
        }
        rows += utterances.read_rows(session.connection().execute(_LIKELY, told).all())
    return rows


def links_of(one: Stored, others: Iterable[Stored]) -> list[tuple[Stored, Linked]]:
    """An utterance and others -> those that it is linked with, and how."""
    found = []
    for other in others:
        # Tokens are read of what comes so far alone.
        overlap = promising(one, other) if other.id != one.id else None
        if overlap:
            a, b = one.utterance, other.utterance
            linked = decide(a, b, weigh(a, b, overlap))
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
