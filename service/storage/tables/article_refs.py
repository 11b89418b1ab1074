"""Read articles without their texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import Article, Outlet
from service.storage.db.bulk import AnyRow, AnySelect, chunks
from service.storage.tables.outlets import outlet_ref
from service.storage.views import ArticleRef

REF_COLUMNS = (
    Article.id.label("article_id"),
    Article.url,
    Article.title,
    Article.published_at,
    Article.created_at,
    Article.updated_at,
    Outlet.id.label("outlet_id"),
    Outlet.domain.label("outlet_domain"),
    Outlet.name.label("outlet_name"),
)
"""What `article_ref` reads. The query joins `outlets`."""


def select_refs() -> AnySelect:
    """Return the query for all articles with the columns that `article_ref` reads."""
    return select(*REF_COLUMNS).join(Outlet, Outlet.id == Article.outlet_id)


def article_ref(row: AnyRow) -> ArticleRef:
    """Return the article of a row with `REF_COLUMNS`."""
    return ArticleRef(
        id=row.article_id,
        outlet=outlet_ref(row),
        url=row.url,
        title=row.title,
        published_at=row.published_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def dated_refs(
    session: Session, article_ids: Iterable[UUID]
) -> dict[UUID, tuple[datetime, ArticleRef]]:
    """Return articles by their ids, each with the date by which lists order it."""
    found: dict[UUID, tuple[datetime, ArticleRef]] = {}
    for some in chunks(sorted(set(article_ids))):
        query = select_refs().add_columns(Article.dated_at).where(Article.id.in_(some))
        found |= {
            row.article_id: (row.dated_at, article_ref(row)) for row in session.execute(query)
        }
    return found


def published_between(start: datetime | None, end: datetime | None) -> list[ColumnElement[bool]]:
    """Return the conditions that an article has a date, from `start` on and before `end`.

    None leaves that end open. Where both are None, there is no condition at all.
    """
    conditions: list[ColumnElement[bool]] = []
    if start is not None or end is not None:
        conditions.append(Article.published_at.is_not(None))
    # A published article's `dated_at` is the same moment, and has the index.
    if start is not None:
        conditions.append(Article.dated_at >= start)
    if end is not None:
        conditions.append(Article.dated_at < end)
    return conditions
