"""Give stored articles their stories, a few at a time, while others read and write.

An article without a sketch, or with one of an older version, still has to be placed. A run that was
stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, func, or_, select
from sqlalchemy.orm import Session

from models import Article, ArticleSketch
from service.dedup.stories.sketch import SKETCH_VERSION, sketch_article
from service.storage.clusters.stories import place_articles
from service.storage.db import locks
from service.storage.db.bulk import AnySelect
from service.storage.db.database import reading, write
from service.storage.tables import quotes

_ARTICLES: AnySelect = (
    select(Article.id, Article.text)
    .outerjoin(ArticleSketch, ArticleSketch.article_id == Article.id)
    .order_by(Article.id)
)


def count_unplaced(engine: Engine, *, everything: bool) -> int:
    """Return how many articles `place_outdated` will place."""
    query = (
        select(func.count())
        .select_from(Article)
        .outerjoin(ArticleSketch, ArticleSketch.article_id == Article.id)
        .where(*_conditions(everything=everything))
    )
    with reading(engine) as session:
        return session.scalar(query) or 0


def place_outdated(engine: Engine, *, everything: bool, batch: int) -> Iterator[int]:
    """Place articles in many transactions, and yield how many after each.

    Args:
        engine: The database.
        everything: Place all articles, not only those without a sketch of this version.
        batch: How many articles are placed in one transaction.
    """
    after: UUID | None = None
    while True:
        work = partial(_place_some, after=after, everything=everything, batch=batch)
        placed = write(engine, work)
        if not placed:
            return
        after = placed[-1]
        yield len(placed)


def _place_some(
    session: Session, *, after: UUID | None, everything: bool, batch: int
) -> Sequence[UUID]:
    locks.lock_registry_exclusive(session)
    query = _ARTICLES.where(*_conditions(everything=everything)).limit(batch)
    if after is not None:
        query = query.where(Article.id > after)
    sketches = {row.id: sketch_article(row.text) for row in session.execute(query)}
    if sketches:
        moved = place_articles(session, sketches, removed=sketches.keys())
        quotes.refresh_of_articles(session, moved)
    return list(sketches)


def _conditions(*, everything: bool) -> list[ColumnElement[bool]]:
    outdated = or_(ArticleSketch.version.is_(None), ArticleSketch.version < SKETCH_VERSION)
    return [] if everything else [outdated]
