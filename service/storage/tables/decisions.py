"""What editors' judgements of speakers amount to: rows of `judgements` -> who is whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models import Judgement, JudgementOccurrence
from service.storage.db.bulk import chunks

DESCRIBE, MERGE, SPLIT, NEVER_SAME = "describe", "merge", "split", "never_same"
MERGE_QUOTES, SPLIT_QUOTE, PIN_QUOTE = "merge_quotes", "split_quote", "pin_quote"
OF_QUOTES = (MERGE_QUOTES, SPLIT_QUOTE, PIN_QUOTE)

HOLDS: ColumnElement[bool] = Judgement.undone_at.is_(None)


@dataclass(frozen=True, slots=True)
class Moved:
    """An occurrence, by its place, under the name that the article prints."""

    place: str
    name_key: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """The judgements that hold, as far as they say who is whom."""

    merges: Mapping[str, str]
    apart: frozenset[frozenset[str]]

    def follow(self, key: str) -> str:
        """A speaker's key -> the key of who it was merged into, or itself.

        Never runs in a circle: who takes part in a merge has not been merged away before, and a
        judgement that was undone never holds again.
        """
        while key in self.merges:
            key = self.merges[key]
        return key

    def may_be(self, one: str, other: str) -> bool:
        """Two speakers' keys -> False where an editor said that they are never the same."""
        pair = {self.follow(one), self.follow(other)}
        return all({self.follow(key) for key in apart} != pair for apart in self.apart)


def load_rulings(session: Session) -> Rulings:
    """A session -> merges and never-sames. A newsroom makes thousands, not millions."""
    rows = session.execute(
        select(Judgement.kind, Judgement.subject_key, Judgement.object_key)
        .where(HOLDS, Judgement.kind.in_([MERGE, NEVER_SAME]))
        .order_by(Judgement.number)
    ).all()
    return Rulings(
        merges={row.subject_key: row.object_key or "" for row in rows if row.kind == MERGE},
        apart=frozenset(
            frozenset({row.subject_key, row.object_key}) for row in rows if row.kind == NEVER_SAME
        ),
    )


def load_moves(session: Session, article_keys: Iterable[str]) -> dict[Moved, str]:
    """Articles' keys -> the key of the speaker to whom each of their occurrences was moved last."""
    moves: dict[Moved, str] = {}
    for some in chunks(sorted(set(article_keys))):
        rows = session.execute(
            select(JudgementOccurrence, Judgement.object_key)
            .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
            .where(HOLDS, Judgement.kind == SPLIT, JudgementOccurrence.article_key.in_(some))
            .order_by(Judgement.number)
        )
        for move, object_key in rows:
            moves[Moved(move.place, move.name_key)] = object_key or ""
    return moves


def ruled(session: Session, keys: Iterable[str]) -> set[str]:
    """Speakers' keys -> those of whom a judgement that holds says more than who they are not."""
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


def descriptions(session: Session, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Speakers' keys -> what editors set, added and removed, the earliest first."""
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
