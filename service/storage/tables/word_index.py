"""Search quotes by the words in any of their wordings, with the database's own index.

The migrations make the indexes: FTS5 on SQLite, GIN over an array of words on PostgreSQL. Both hold
normal words (`service.dedup.words.normalise`). Neither knows other forms of a word.
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
from service.dedup.quote_summary import wording_column

_INDEX = table("quote_index", column("rowid", Integer))
_NUMBERS = table("quote_index_numbers", column("number", Integer), column("quote_id", Uuid()))
# Exactly the expression of the index, constant included: else PostgreSQL does not use the index.
_WORDS = func.string_to_array(func.btrim(Quote.words), literal_column("' '"))


def containing_all(
    session: Session, groups: Collection[Collection[str]], *, most: int | None = None
) -> Select[UUID]:
    """Groups of words -> the query for the ids of `most` quotes with all words of any group."""
    if _has_fts(session):
        either = (f"({' AND '.join(map(_quoted, sorted(group)))})" for group in groups)
        return _matching(" OR ".join(either), most)
    return _at_most(or_(*(_all_of(group) for group in groups)), most)


def containing_phrase(
    session: Session, words: Sequence[str], *, most: int | None = None
) -> Select[UUID]:
    """Words -> the query for the ids of `most` quotes that have them side by side."""
    if _has_fts(session):
        return _matching(_quoted(" ".join(words)), most)
    side_by_side = Quote.words.contains(wording_column(words), autoescape=True)
    return _at_most(and_(_all_of(set(words)), side_by_side), most)


def _has_fts(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _matching(query: str, most: int | None) -> Select[UUID]:
    matches = literal_column("quote_index").op("MATCH")(query)
    rows = select(_INDEX.c.rowid).where(matches).limit(most)
    return select(_NUMBERS.c.quote_id).where(_NUMBERS.c.number.in_(rows))


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _at_most(where: ColumnElement[bool], most: int | None) -> Select[UUID]:
    return select(Quote.id).where(where).limit(most)


def _all_of(words: Collection[str]) -> ColumnElement[bool]:
    return _WORDS.op("@>")(cast(sorted(words), ARRAY(Text)))
