"""Search quotes and articles by their words, with the database's own index.

The migrations make the indexes: FTS5 on SQLite, GIN over a `tsvector` of words and over pairs of
neighbouring words on PostgreSQL. Both hold normal words (`service.dedup.words.normalise`). Neither
knows other forms of a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
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

# FTS5 knows rows by numbers. Quotes have none of their own.
_QUOTE_NUMBERS = table("quote_index_numbers", column("number", Integer), column("quote_id", Uuid()))


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The index of one table's lines of words."""

    fts_table: str
    number: ColumnElement[int]
    """The number of a row in `fts_table`."""
    numbered: ColumnElement[UUID]
    """What has that number."""
    words: InstrumentedAttribute[str]
    row_id: InstrumentedAttribute[UUID]


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
) -> Select[UUID]:
    """Groups of words -> the query for the ids of `most` quotes with all words of any group."""
    any_of = [[SearchTerm((word,)) for word in sorted(group)] for group in groups]
    return _find(session, QUOTE_INDEX, any_of, most)


def containing_phrase(
    session: Session, words: Sequence[str], *, most: int | None = None
) -> Select[UUID]:
    """Words -> the query for the ids of `most` quotes that have them side by side."""
    return containing_terms(session, QUOTE_INDEX, [SearchTerm(tuple(words))], most=most)


def containing_terms(
    session: Session, index: WordIndex, terms: Iterable[SearchTerm], *, most: int | None = None
) -> Select[UUID]:
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


def _find(
    session: Session, index: WordIndex, any_of: Sequence[Sequence[SearchTerm]], most: int | None
) -> Select[UUID]:
    if session.get_bind().dialect.name == "sqlite":
        either = (f"({' AND '.join(map(_fts_query, terms))})" for terms in any_of)
        matches = literal_column(index.fts_table).op("MATCH")(" OR ".join(either))
        rowid = column("rowid", Integer)
        rows = select(rowid).select_from(table(index.fts_table, rowid)).where(matches).limit(most)
        return select(index.numbered).where(index.number.in_(rows))
    either = (f"({' & '.join(map(_ts_query, terms))})" for terms in any_of)
    # Exactly the expression of the index, constants included: else PostgreSQL does not use it.
    array = func.string_to_array(func.btrim(index.words), literal_column("' '"))
    where = [func.array_to_tsvector(array).op("@@")(cast(" | ".join(either), TSQUERY))]
    if len(any_of) == 1:
        # This index knows pairs of words, and no places. A phrase is looked for in the line.
        where += [
            func.word_pairs(index.words).op("@>")(func.word_pairs(" ".join(term.words)))
            for term in any_of[0]
            if len(term.words) > 1
        ]
        phrases = [term for term in any_of[0] if len(term.words) + bool(term.beginnings) > 1]
        where += [has_term(index.words, term) for term in phrases]
    return select(index.row_id).where(and_(*where)).limit(most)


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
