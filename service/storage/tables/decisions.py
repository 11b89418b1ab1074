"""Read the editors' judgements that hold, in the form in which rules use them.

Judgements of speakers say who is the same. Judgements of quotes say which utterances must be linked
and which cannot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from models import Judgement, JudgementOccurrence, Utterance
from service.dedup.clusters import Constraint
from service.speakers.registry_rules import SpeakerJudgements, SplitOccurrence
from service.storage.db.bulk import chunks

DESCRIBE, MERGE, SPLIT, NEVER_SAME = "describe", "merge", "split", "never_same"
MERGE_QUOTES, SPLIT_QUOTE, PIN_QUOTE = "merge_quotes", "split_quote", "pin_quote"
OF_QUOTES = (MERGE_QUOTES, SPLIT_QUOTE, PIN_QUOTE)

HOLDS: ColumnElement[bool] = Judgement.undone_at.is_(None)

_NAMED_OCCURRENCES = (
    select(JudgementOccurrence.place)
    .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
    .where(
        HOLDS,
        Judgement.kind.in_(OF_QUOTES),
        JudgementOccurrence.article_key.in_(bindparam("article_keys", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True)
class QuoteConstraints:
    """Judgements of quotes as constraints on clustering, in the order in which they were made."""

    constraints: tuple[Constraint, ...]
    """Of utterances, by their digests."""
    quotes: frozenset[UUID]
    """The quotes that these utterances are in."""


def load_speaker_judgements(session: Session) -> SpeakerJudgements:
    """Load all merges and never-sames. A newsroom makes thousands of them, not millions."""
    rows = session.execute(
        select(Judgement.kind, Judgement.subject_key, Judgement.object_key)
        .where(HOLDS, Judgement.kind.in_([MERGE, NEVER_SAME]))
        .order_by(Judgement.number)
    ).all()
    return SpeakerJudgements(
        merges={row.subject_key: row.object_key or "" for row in rows if row.kind == MERGE},
        apart=frozenset(
            frozenset({row.subject_key, row.object_key}) for row in rows if row.kind == NEVER_SAME
        ),
    )


def load_splits(session: Session, article_keys: Iterable[str]) -> dict[SplitOccurrence, str]:
    """Return the key of the speaker to whom each occurrence of these articles was given last."""
    splits: dict[SplitOccurrence, str] = {}
    for some in chunks(sorted(set(article_keys))):
        rows = session.execute(
            select(JudgementOccurrence, Judgement.object_key)
            .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
            .where(HOLDS, Judgement.kind == SPLIT, JudgementOccurrence.article_key.in_(some))
            .order_by(Judgement.number)
        )
        for split, object_key in rows:
            splits[SplitOccurrence(split.place, split.name_key)] = object_key or ""
    return splits


def find_judged_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Return the speakers' keys that a judgement describes, merges or splits. No never-sames."""
    found: set[str] = set()
    for some in chunks(sorted(set(keys))):
        rows = session.execute(
            select(Judgement.subject_key, Judgement.object_key).where(
                HOLDS,
                Judgement.kind.in_([DESCRIBE, MERGE, SPLIT]),
                or_(Judgement.subject_key.in_(some), Judgement.object_key.in_(some)),
            )
        )
        found.update(key for row in rows for key in row if key is not None)
    return found & set(keys)


def load_descriptions(session: Session, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what editors set, added and removed, the earliest first, by speakers' keys."""
    found: dict[str, list[dict[str, Any]]] = {}
    for some in chunks(sorted(set(keys))):
        rows = session.execute(
            select(Judgement.kind, Judgement.subject_key, Judgement.object_key, Judgement.changes)
            .where(
                HOLDS,
                or_(
                    (Judgement.kind == DESCRIBE) & Judgement.subject_key.in_(some),
                    (Judgement.kind == SPLIT) & Judgement.object_key.in_(some),
                ),
            )
            .order_by(Judgement.number)
        )
        for row in rows:
            key = row.subject_key if row.kind == DESCRIBE else row.object_key or ""
            if row.kind == SPLIT and "name" not in row.changes:
                continue
            found.setdefault(key, []).append({"by": row.kind, **row.changes})
    return found


def judged_occurrences(session: Session, article_keys: Iterable[str]) -> set[str]:
    """Return the keys of the occurrences in these articles that a judgement of a quote names."""
    found: set[str] = set()
    for some in chunks(sorted(set(article_keys))):
        found.update(session.connection().scalars(_NAMED_OCCURRENCES, {"article_keys": some}))
    return found


def load_constraints(session: Session, utterance_ids: Collection[int]) -> QuoteConstraints:
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
