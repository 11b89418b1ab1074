"""The condition that a quote or an article has the words that a reader asks for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.dedup.search_terms import Normalise, search_terms
from service.storage.tables.word_index import WordIndex, containing_terms, has_term

# If more rows than this have the words, reading rows in the order of the list costs less.
_MANY = 1_000


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
    found = session.scalars(containing_terms(session, index, terms, most=_MANY)).all()
    if len(found) < _MANY:
        return [of.in_(found)]
    # With this many rows, reading the list in its order soon fills a page. The index would first
    # return all of them.
    conditions = [has_term(index.words, term) for term in terms]
    if index.row_id is of:
        return conditions
    return [
        select(index.row_id).where(index.row_id == of, *conditions).correlate(of.class_).exists()
    ]
