"""Places of occurrences: what judgements of quotes name them by, whatever rows they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, exists, func, literal, select
from sqlalchemy.orm import Session

from models import Article, JudgementOccurrence, Occurrence, Outlet
from service.dedup.stored_form import letters_hash, occurrence_key
from service.storage.db import locks
from service.storage.db.bulk import AnySelect, chunks
from service.storage.tables.incoming import Uttered

_ARTICLES = (
    select(
        Article.id,
        Outlet.key,
        Article.key,
        Article.published_at,
        Article.dated_at,
        exists().where(JudgementOccurrence.article_key == Article.key),
    )
    .join(Outlet, Outlet.id == Article.outlet_id)
    .where(Article.id.in_(bindparam("ids", expanding=True)))
)
# The lock comes with the answer, which spares a journey. What is read is the writer's own.
_OWNED = _ARTICLES.add_columns(func.pg_advisory_xact_lock(literal(locks.QUOTES, BigInteger())))


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as far as its occurrences' places and days go."""

    outlet_key: str
    article_key: str
    published_at: datetime | None
    dated_at: datetime
    judged: bool
    """Whether a judgement names any place in it, be it one that was undone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an occurrence stands, by what outlives its row."""

    place: str
    outlet_key: str
    article_key: str


def printed_articles(session: Session, article_ids: Collection[UUID]) -> dict[UUID, Printed]:
    """Articles' ids -> what is known of them."""
    return _printed(session, article_ids, _ARTICLES)


def own_quotes(session: Session, article_ids: Collection[UUID]) -> dict[UUID, Printed]:
    """Articles' ids -> what is known of them, and nobody else places until the transaction ends."""
    if not article_ids or session.get_bind().dialect.name != "postgresql":
        locks.lock_quotes_exclusive(session)
        return printed_articles(session, article_ids)
    return _printed(session, article_ids, _OWNED)


def _printed(
    session: Session, article_ids: Collection[UUID], statement: AnySelect
) -> dict[UUID, Printed]:
    found: dict[UUID, Printed] = {}
    for some in chunks(sorted(article_ids)):
        for row in session.connection().execute(statement, {"ids": some}):
            found[row[0]] = Printed(*row[1:6])
    return found


def places_in(
    session: Session, article_ids: Collection[UUID], arriving: Iterable[Uttered] = ()
) -> dict[UUID, Place]:
    """Articles' ids, and what arrives in them -> the places of all their occurrences, by id.

    A place is made of the outlet, the article, the words and how many times the article printed
    these words before: nothing of it changes when the article comes again.
    """
    said = [(one.article_id, one.ordinal, one.occurrence_id, one.text) for one in arriving]
    known = {occurrence_id for _, _, occurrence_id, _ in said}
    for some in chunks(sorted(article_ids)):
        query = select(
            Occurrence.article_id, Occurrence.ordinal, Occurrence.id, Occurrence.text
        ).where(Occurrence.article_id.in_(some))
        said += [
            (row.article_id, row.ordinal, row.id, row.text)
            for row in session.execute(query)
            if row.id not in known
        ]
    printed = printed_articles(session, article_ids)
    before: Counter[tuple[UUID, str]] = Counter()
    found = {}
    for article_id, _, occurrence_id, text in sorted(said, key=lambda one: one[:2]):
        article = printed[article_id]
        letters = article_id, letters_hash(text)
        found[occurrence_id] = Place(
            occurrence_key(article.outlet_key, article.article_key, text, nth=before[letters]),
            outlet_key=article.outlet_key,
            article_key=article.article_key,
        )
        before[letters] += 1
    return found
