"""Rows of `articles`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from models import Article, Outlet
from models.base import new_id
from service.errors import NotFound
from service.storage.db.bulk import AnyRow, AnySelect, chunks, get_or_create_locked
from service.storage.db.cursors import Keyset, read_page
from service.storage.filters import ArticleFilter
from service.storage.inputs import ArticleWrite
from service.storage.reads import occurrences
from service.storage.tables import outlets
from service.storage.views import ArticleRef, ArticleView, Page

BY_DATE = Keyset(
    name="articles",
    columns=(Article.dated_at, Article.id),
    types=(datetime, UUID),
    descending=True,
)

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
"""What `ref` reads; the query joins `outlets`."""


@dataclass(frozen=True, slots=True)
class Held:
    """An article's row, locked to the end of the transaction."""

    id: UUID
    created: bool
    changed: bool
    """False where the stored text is the very same."""
    period_before: str | None = None
    """The period that it had, where it changed."""


def texts(session: Session, article_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Articles' ids -> their texts."""
    found: dict[UUID, str] = {}
    for some in chunks(article_ids):
        rows = session.execute(select(Article.id, Article.text).where(Article.id.in_(some)))
        found.update((row.id, row.text) for row in rows)
    return found


def find_unchanged(
    session: Session, outlet_key: str, key: str, text_hash: str
) -> ArticleView | None:
    """An article's natural key and its text's hash -> the stored article, or None."""
    query = (
        select(Article.id)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .where(Outlet.key == outlet_key, Article.key == key, Article.text_hash == text_hash)
    )
    article_id = session.scalar(query)
    return None if article_id is None else get_view(session, article_id)


def period_of(key: str, published_at: datetime | None) -> str:
    """An article's key and date -> what counts as the same time: the ISO week, or itself."""
    if published_at is None:
        return key
    year, week, _ = published_at.isocalendar()
    return f"{year:04}-W{week:02}"


def hold(session: Session, outlet_id: UUID, article: ArticleWrite) -> Held:
    """An article -> its row, locked; stored where missing, brought up to date where it changed."""
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
    made = new_id()
    row = {"id": made, "outlet_id": outlet_id, "key": article.key, "created_at": now}
    row |= written | {"dated_at": article.published_at or now}
    [held] = get_or_create_locked(
        session,
        Article,
        [row],
        key=["outlet_id", "key"],
        returning=["id", "created_at", "period", "text_hash"],
    )
    if held.id == made:
        return Held(id=made, created=True, changed=True)
    if held.text_hash == article.text_hash:
        return Held(id=held.id, created=False, changed=False)
    written["dated_at"] = article.published_at or held.created_at
    session.execute(update(Article).where(Article.id == held.id).values(**written))
    return Held(id=held.id, created=False, changed=True, period_before=held.period)


def lock(session: Session, article_id: UUID) -> AnyRow:
    """An article's id -> its outlet and period, the row locked, or `NotFound`."""
    query = select(Article.outlet_id, Article.period).where(Article.id == article_id)
    row = session.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise _not_found()
    return row


def remove(session: Session, article_id: UUID) -> None:
    """An article's id -> it is gone, and with it its quotations and occurrences."""
    session.execute(delete(Article).where(Article.id == article_id))


def get_view(session: Session, article_id: UUID) -> ArticleView:
    """An article's id -> the article, its text and all that was found in it."""
    query = _refs().add_columns(Article.text).where(Article.id == article_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise _not_found()
    found = occurrences.views(session, occurrences.of_article(article_id))
    return ArticleView(ref=ref(row), text=row.text, occurrences=found)


def list_page(
    session: Session, where: ArticleFilter, *, limit: int, cursor: str | None
) -> Page[ArticleRef]:
    """A filter -> articles, latest date first."""
    query = _refs().add_columns(*BY_DATE.columns).where(*_conditions(where))
    return read_page(session, query, BY_DATE, where, limit=limit, cursor=cursor, build=_build)


def dated_refs(
    session: Session, article_ids: Iterable[UUID]
) -> dict[UUID, tuple[datetime, ArticleRef]]:
    """Articles' ids -> by id the date by which each is ordered, and the article without text."""
    found: dict[UUID, tuple[datetime, ArticleRef]] = {}
    for some in chunks(sorted(set(article_ids))):
        query = _refs().add_columns(Article.dated_at).where(Article.id.in_(some))
        found |= {row.article_id: (row.dated_at, ref(row)) for row in session.execute(query)}
    return found


def ref(row: AnyRow) -> ArticleRef:
    """A row with `REF_COLUMNS` -> an article without its text."""
    return ArticleRef(
        id=row.article_id,
        outlet=outlets.ref(row),
        url=row.url,
        title=row.title,
        published_at=row.published_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def published_between(start: datetime | None, end: datetime | None) -> list[ColumnElement[bool]]:
    """A stretch of time, open where None -> the conditions on `articles`: dated, and within it."""
    conditions: list[ColumnElement[bool]] = []
    if start is not None or end is not None:
        conditions.append(Article.published_at.is_not(None))
    # `dated_at` is then the same moment, and has the index.
    if start is not None:
        conditions.append(Article.dated_at >= start)
    if end is not None:
        conditions.append(Article.dated_at < end)
    return conditions


def _refs() -> AnySelect:
    return select(*REF_COLUMNS).join(Outlet, Outlet.id == Article.outlet_id)


def _conditions(where: ArticleFilter) -> list[ColumnElement[bool]]:
    conditions = []
    if where.outlet is not None:
        conditions.append(outlets.matching(where.outlet))
    return conditions + published_between(where.published_from, where.published_to)


def _build(rows: Sequence[AnyRow]) -> list[ArticleRef]:
    return [ref(row) for row in rows]


def _not_found() -> NotFound:
    return NotFound("No article is stored under this id.")
