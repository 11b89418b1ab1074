"""Write rows of `articles`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import Article
from models.base import new_id
from service.errors import NotFound
from service.speakers.registry_rules import period_of
from service.storage.db.bulk import AnyRow, get_or_create_locked
from service.storage.inputs import ArticleWrite


@dataclass(frozen=True, slots=True)
class LockedArticle:
    """An article's row, locked until the commit."""

    id: UUID
    created: bool
    changed: bool
    """False where the stored text is the same."""
    period_before: str | None = None
    """The period that it had before the change."""


def upsert_article(session: Session, outlet_id: UUID, article: ArticleWrite) -> LockedArticle:
    """Insert an article, or update the stored one if its text changed. Lock its row."""
    now = datetime.now(UTC)
    written = {
        "url": article.url,
        "title": article.title,
        "published_at": article.published_at,
        "period": period_of(article.key, article.published_at),
        "text": article.text,
        "text_hash": article.text_hash,
        "updated_at": now,
    }
    created_id = new_id()
    row = {"id": created_id, "outlet_id": outlet_id, "key": article.key, "created_at": now}
    row |= written | {"dated_at": article.published_at or now}
    [stored] = get_or_create_locked(
        session,
        Article,
        [row],
        key=["outlet_id", "key"],
        returning=["id", "created_at", "period", "text_hash"],
    )
    if stored.id == created_id:
        return LockedArticle(id=created_id, created=True, changed=True)
    if stored.text_hash == article.text_hash:
        return LockedArticle(id=stored.id, created=False, changed=False)
    written["dated_at"] = article.published_at or stored.created_at
    session.execute(update(Article).where(Article.id == stored.id).values(**written))
    return LockedArticle(id=stored.id, created=False, changed=True, period_before=stored.period)


def lock_article(session: Session, article_id: UUID) -> AnyRow:
    """Lock an article's row, and return its outlet and period.

    Raises:
        NotFound: No article has this id.
    """
    query = select(Article.outlet_id, Article.period).where(Article.id == article_id)
    row = session.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("No article is stored under this id.")
    return row


def delete_article_row(session: Session, article_id: UUID) -> None:
    """Delete an article's row, and with it its quotations and occurrences."""
    session.execute(delete(Article).where(Article.id == article_id))
