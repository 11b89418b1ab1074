"""The condition that a quote or an article has the words that a reader asks for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.dedup.search_terms import Normalise, search_terms
from service.storage.tables.word_index import WordIndex, WordQuery, containing_terms, has_term

# If more rows than this have the words, reading rows in the order of the list costs less.
_MANY = 1_000
_INDEX_ALONE = text("SET LOCAL enable_seqscan = off")
_ANY_PLAN = text("SET LOCAL enable_seqscan = on")


def having_terms(
    session: Session,
    index: WordIndex,
    asked: str,
    normalise: Normalise,
    *,
    of: InstrumentedAttribute[UUID],
) -> list[ColumnElement[bool]]:
    """Return the conditions that a row has all that a reader asks for.

    Args:
        session: The transaction.
        index: The index of the rows' words.
        asked: What the reader wrote. Where it holds no word, no row has it.
        normalise: Gives the words of a text as the index has them.
        of: The id of the rows in the list.
    """
    terms = search_terms(asked, normalise)
    if not terms:
        return [false()]
    found = _at_most_many(session, containing_terms(session, index, terms, most=_MANY))
    if len(found) < _MANY:
        return [of.in_(found)]
    # With this many rows, reading the list in its order soon fills a page. The index would first
    # return all of them.
    conditions = [has_term(index.words, term) for term in terms]
    if index.row_id is of:
        return conditions
    # A value and no EXISTS: PostgreSQL would turn that into a join that reads all lines.
    line = select(and_(*conditions)).where(index.row_id == of)
    return [line.correlate(of.class_).scalar_subquery()]


def few_ids(session: Session, found: Select[UUID]) -> Sequence[UUID] | None:
    """Return the ids of a query, or None where reading rows in the order of the list costs less.

    PostgreSQL cannot guess that a speaker said little, or that an outlet printed little: it would
    read the list in its order to find that.
    """
    ids = session.scalars(found.limit(_MANY)).all()
    return ids if len(ids) < _MANY else None


def _at_most_many(session: Session, query: WordQuery) -> Sequence[UUID]:
    if session.get_bind().dialect.name == "sqlite":
        return session.connection().scalars(query.statement, query.values).all()
    # For a frequent word PostgreSQL would rather read the table, and make a `tsvector` of each row.
    # It counts on that costing no more than to compare two numbers.
    session.execute(_INDEX_ALONE)
    found = session.connection().scalars(query.statement, query.values).all()
    session.execute(_ANY_PLAN)
    return found
