"""Read articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import Article, Outlet
from service.errors import NotFound
from service.storage.db.bulk import AnyRow, chunks
from service.storage.db.cursors import Keyset, read_page
from service.storage.reads.occurrences import in_article, occurrence_views
from service.storage.tables.article_refs import article_ref, published_between, select_refs
from service.storage.tables.outlets import is_outlet
from service.storage.views import ArticleFilter, ArticleRef, ArticleView, Page

_BY_DATE = Keyset(
    name="articles",
    columns=(Article.dated_at, Article.id),
    types=(datetime, UUID),
    descending=True,
)


def article_texts(session: Session, article_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the texts of articles by their ids."""
    found: dict[UUID, str] = {}
    for some in chunks(article_ids):
        rows = session.execute(select(Article.id, Article.text).where(Article.id.in_(some)))
        found.update((row.id, row.text) for row in rows)
    return found


def find_unchanged(
    session: Session, outlet_key: str, key: str, text_hash: str
) -> ArticleView | None:
    """Return the stored article with this natural key and this hash of its text, or None."""
    query = (
        select(Article.id)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .where(Outlet.key == outlet_key, Article.key == key, Article.text_hash == text_hash)
    )
    article_id = session.scalar(query)
    return None if article_id is None else get_article(session, article_id)


def get_article(session: Session, article_id: UUID) -> ArticleView:
    """Return an article with its text and its occurrences.

    Raises:
        NotFound: No article has this id.
    """
    query = select_refs().add_columns(Article.text).where(Article.id == article_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("No article is stored under this id.")
    found = occurrence_views(session, in_article(article_id))
    return ArticleView(ref=article_ref(row), text=row.text, occurrences=found)


def list_articles(
    session: Session, where: ArticleFilter, *, limit: int, cursor: str | None
) -> Page[ArticleRef]:
    """Return a page of articles, the latest date first."""
    query = select_refs().add_columns(*_BY_DATE.columns).where(*_conditions(where))
    return read_page(session, query, _BY_DATE, where, limit=limit, cursor=cursor, build=_build)


def _conditions(where: ArticleFilter) -> list[ColumnElement[bool]]:
    conditions = []
    if where.outlet is not None:
        conditions.append(is_outlet(where.outlet))
    return conditions + published_between(where.published_from, where.published_to)


def _build(rows: Sequence[AnyRow]) -> list[ArticleRef]:
    return [article_ref(row) for row in rows]
