"""Search quotes and articles by their words, with the database's own index.

The migrations make the indexes: FTS5 on SQLite, GIN over a `tsvector` of words and over pairs of
neighbouring words on PostgreSQL. Both hold normal words (`service.dedup.words.normalise`). Neither
knows other forms of a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models import ArticleWords, Quote
from service.dedup.search_terms import SearchTerm

_MOST = bindparam("most", type_=Integer())
_NO_LIMIT = -1  # for SQLite
# FTS5 knows rows by numbers. Quotes have none of their own.
_QUOTE_NUMBERS = table("quote_index_numbers", column("number", Integer), column("quote_id", Uuid()))


@dataclass(frozen=True, slots=True, eq=False)
class WordIndex:
    """The index of one table's lines of words."""

    fts_table: str
    number: ColumnElement[int]
    """The number of a row in `fts_table`."""
    numbered: ColumnElement[UUID]
    """What has that number."""
    words: InstrumentedAttribute[str]
    row_id: InstrumentedAttribute[UUID]


@dataclass(frozen=True, slots=True)
class WordQuery:
    """A query for ids: a statement that others share, and the values of its parameters."""

    statement: Select[UUID]
    values: Mapping[str, Any]


QUOTE_INDEX = WordIndex(
    fts_table="quote_index",
    number=_QUOTE_NUMBERS.c.number,
    numbered=_QUOTE_NUMBERS.c.quote_id,
    words=Quote.words,
    row_id=Quote.id,
)
ARTICLE_INDEX = WordIndex(
    fts_table="article_index",
    number=ArticleWords.number.expression,
    numbered=ArticleWords.article_id.expression,
    words=ArticleWords.words,
    row_id=ArticleWords.article_id,
)


def containing_all(
    session: Session, groups: Collection[Collection[str]], *, most: int | None = None
) -> WordQuery:
    """Groups of words -> the query for the ids of `most` quotes with all words of any group."""
    any_of = [[SearchTerm((word,)) for word in sorted(group)] for group in groups]
    return _find(session, QUOTE_INDEX, any_of, most)


def containing_phrase(
    session: Session, words: Sequence[str], *, most: int | None = None
) -> WordQuery:
    """Words -> the query for the ids of `most` quotes that have them side by side."""
    return containing_terms(session, QUOTE_INDEX, [SearchTerm(tuple(words))], most=most)


def containing_terms(
    session: Session, index: WordIndex, terms: Iterable[SearchTerm], *, most: int | None = None
) -> WordQuery:
    """Return the query for the ids of `most` rows that have all of the terms.

    Args:
        session: The transaction.
        index: Where to search.
        terms: At least one term.
        most: How many ids to return at most. None asks for all of them.
    """
    return _find(session, index, [list(terms)], most)


def has_term(words: ColumnElement[str] | InstrumentedAttribute[str], term: SearchTerm) -> Any:
    """Return the condition that a line of words has a term. It reads the line, and no index."""
    return or_(*(_PlaceIn(words, literal(part)) > 0 for part in term.in_line()))


def holds(words: ColumnElement[str] | InstrumentedAttribute[str], name: str) -> ColumnElement[bool]:
    """Return the condition that a line of words holds the string in parameter `name`."""
    return _PlaceIn(words, bindparam(name, type_=String())) > 0


def _find(
    session: Session, index: WordIndex, any_of: Sequence[Sequence[SearchTerm]], most: int | None
) -> WordQuery:
    if session.get_bind().dialect.name == "sqlite":
        either = (f"({' AND '.join(map(_fts_query, terms))})" for terms in any_of)
        limit = _NO_LIMIT if most is None else most
        return WordQuery(_in_fts(index), {"matching": " OR ".join(either), "most": limit})
    either = (f"({' & '.join(map(_ts_query, terms))})" for terms in any_of)
    # This index knows pairs of words, and no places. A phrase is looked for in the line.
    terms = any_of[0] if len(any_of) == 1 else []
    pairs = {
        f"pairs_{number}": " ".join(words)
        for number, words in enumerate(term.words for term in terms if len(term.words) > 1)
    }
    phrases = [term.in_line() for term in terms if len(term.words) + bool(term.beginnings) > 1]
    names = tuple(
        tuple(f"part_{phrase}_{number}" for number in range(len(parts)))
        for phrase, parts in enumerate(phrases)
    )
    values = dict(zip(chain(*names), chain(*phrases), strict=True))
    statement = _in_gin(index, tuple(pairs), names)
    return WordQuery(statement, {"matching": " | ".join(either), "most": most, **pairs, **values})


@cache
def _in_fts(index: WordIndex) -> Select[UUID]:
    matches = literal_column(index.fts_table).op("MATCH")(bindparam("matching", type_=String()))
    rowid = column("rowid", Integer)
    rows = select(rowid).select_from(table(index.fts_table, rowid)).where(matches).limit(_MOST)
    return select(index.numbered).where(index.number.in_(rows))


@lru_cache(maxsize=256)
def _in_gin(
    index: WordIndex, pairs: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]
) -> Select[UUID]:
    """Return the query for lines with words, pairs of words, and one part of each phrase.

    Args:
        index: Where to search.
        pairs: The parameters for words side by side.
        phrases: The parameters for the parts of each phrase.
    """
    # Exactly the expression of the index, constants included: else PostgreSQL does not use it.
    array = func.string_to_array(func.btrim(index.words), literal_column("' '"))
    matching = cast(bindparam("matching", type_=String()), TSQUERY)
    where: list[ColumnElement[bool]] = [func.array_to_tsvector(array).op("@@")(matching)]
    where += [
        func.word_pairs(index.words).op("@>")(func.word_pairs(bindparam(name, type_=String())))
        for name in pairs
    ]
    where += [or_(*(holds(index.words, name) for name in parts)) for parts in phrases]
    return select(index.row_id).where(and_(*where)).limit(_MOST)


class _PlaceIn(FunctionElement[int]):
    """Where a text holds another: from 1 on, or 0. `LIKE` takes three times as long."""

    type = Integer()
    inherit_cache = True


@compiles(_PlaceIn)
def _instr(element: _PlaceIn, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_PlaceIn, "postgresql")
def _strpos(element: _PlaceIn, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


def _fts_query(term: SearchTerm) -> str:
    words = " ".join(term.words)
    if not term.beginnings:
        return _fts_string(words)
    either = (f"{_fts_string(f'{words} {start}'.strip())} *" for start in term.beginnings)
    return f"({' OR '.join(either)})"


def _fts_string(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _ts_query(term: SearchTerm) -> str:
    parts = [_lexeme(word) for word in term.words]
    if term.beginnings:
        parts.append(f"({' | '.join(f'{_lexeme(start)}:*' for start in term.beginnings)})")
    return " & ".join(parts)


def _lexeme(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
