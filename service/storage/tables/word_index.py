"""Quotes by the words that stand in any of their wordings, from an index of each database's own.

Migration 0005 makes the indexes: FTS5 on SQLite, GIN over an array of words on PostgreSQL. Both
know normal words only (`service.dedup.words.normalise`), and neither knows which words are alike.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from models import Quote
from service.dedup.wordings import wording_column

_INDEX = table("quote_index", column("rowid", Integer))
_NUMBERS = table("quote_index_numbers", column("number", Integer), column("quote_id", Uuid()))
# As the index says it, a constant included, or PostgreSQL does not see that it is the same.
_WORDS = func.string_to_array(func.btrim(Quote.words), literal_column("' '"))


def holding(
    session: Session, groups: Collection[Collection[str]], *, most: int | None = None
) -> Select[UUID]:
    """Groups of words -> the query for quotes' ids that hold any group whole, `most` at most."""
    if _has_fts(session):
        either = (f"({' AND '.join(map(_quoted, sorted(group)))})" for group in groups)
        return _matching(" OR ".join(either), most)
    return _at_most(or_(*(_all_of(group) for group in groups)), most)


def saying(session: Session, words: Sequence[str], *, most: int | None = None) -> Select[UUID]:
    """Words -> the query for quotes' ids in which they stand side by side, `most` at most."""
    if _has_fts(session):
        return _matching(_quoted(" ".join(words)), most)
    beside = Quote.words.contains(wording_column(words), autoescape=True)
    return _at_most(and_(_all_of(set(words)), beside), most)


def _has_fts(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _matching(asked: str, most: int | None) -> Select[UUID]:
    met = literal_column("quote_index").op("MATCH")(asked)
    rows = select(_INDEX.c.rowid).where(met).limit(most)
    return select(_NUMBERS.c.quote_id).where(_NUMBERS.c.number.in_(rows))


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _at_most(where: ColumnElement[bool], most: int | None) -> Select[UUID]:
    return select(Quote.id).where(where).limit(most)


def _all_of(words: Collection[str]) -> ColumnElement[bool]:
    return _WORDS.op("@>")(cast(sorted(words), ARRAY(Text)))
