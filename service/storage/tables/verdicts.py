"""Editors' judgements of quotes as clustering sees them: which utterances are one quote or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Judgement, JudgementOccurrence, Utterance
from service.dedup.clusters import Constraint
from service.storage.db.bulk import chunks
from service.storage.tables.decisions import HOLDS, OF_QUOTES

_PLACES = (
    select(JudgementOccurrence.place)
    .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
    .where(
        HOLDS,
        Judgement.kind.in_(OF_QUOTES),
        JudgementOccurrence.article_key.in_(bindparam("article_keys", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts, as made, on utterances by their digests, and the quotes where those are now."""

    verdicts: tuple[Constraint, ...]
    quotes: frozenset[UUID]


def judged_places(session: Session, article_keys: Iterable[str]) -> set[str]:
    """Articles' keys -> the places in them that a judgement of a quote names."""
    found: set[str] = set()
    for some in chunks(sorted(set(article_keys))):
        found.update(session.connection().scalars(_PLACES, {"article_keys": some}))
    return found


def load_verdicts(session: Session, utterance_ids: Collection[int]) -> Verdicts:
    """Utterances' ids -> the verdicts that name any of them."""
    named: set[UUID] = set()
    for some in chunks(sorted(utterance_ids)):
        query = (
            select(JudgementOccurrence.judgement_id)
            .distinct()
            .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
            .join(Utterance, Utterance.place == JudgementOccurrence.place)
            .where(Utterance.id.in_(some), Utterance.judged, HOLDS, Judgement.kind.in_(OF_QUOTES))
        )
        named.update(session.scalars(query))
    return _verdicts(session, sorted(named))


def _verdicts(session: Session, judgement_ids: Sequence[UUID]) -> Verdicts:
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
    verdicts = (
        Constraint(tuple(frozenset(side) for _, side in sorted(its.items())))
        for _, its in sorted(sides.items())
    )
    return Verdicts(verdicts=tuple(verdicts), quotes=frozenset(quotes))
