"""Read and write rows of `outlets` and `articles`; an article is read here without its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models import Article, Outlet
from models.base import new_id
from service.errors import NotFound
from service.speakers.registry_rules import period_of
from service.storage.db.bulk import AnyRow, AnySelect, chunks, get_or_create_locked, insert_missing
from service.storage.db.cursors import Keyset, read_page
from service.storage.inputs import ArticleWrite, OutletWrite
from service.storage.views import ArticleRef, OutletRef, OutletView, Page
from service.text.name_key import domain_key, longer_name, name_key

OUTLETS_BY_KEY = Keyset(name="outlets", columns=(Outlet.key,), types=(str,))
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


@dataclass(frozen=True, slots=True)
class LockedArticle:
    """An article's row, locked until the commit."""

    id: UUID
    created: bool
    changed: bool
    """False where the stored text is the same."""
    period_before: str | None = None
    """The period that it had before the change."""


def get_or_create_outlet(session: Session, outlet: OutletWrite) -> UUID:
    """Return an outlet's id. Insert the outlet if it is missing, and keep the longer name.

    Outlets are never deleted, so their rows need no lock. Articles of one outlet do not wait for
    each other.
    """
    stored = _find(session, outlet.key)
    if stored is None:
        row = {
            "id": new_id(),
            "key": outlet.key,
            "domain": None if outlet.domain is None else outlet.key,  # the domain, levelled
            "name": outlet.name,
            "name_key": _name_key(outlet.name),
        }
        insert_missing(session, Outlet, row, key=["key"])
        stored = _find(session, outlet.key)
        assert stored is not None
    if _longer_name(stored.name, outlet.name) != stored.name:
        stored = _find(session, outlet.key, lock=True)
        assert stored is not None
        name = _longer_name(stored.name, outlet.name)
        session.execute(
            update(Outlet).where(Outlet.id == stored.id).values(name=name, name_key=_name_key(name))
        )
    return stored.id  # type: ignore[no-any-return]


def is_outlet(domain_or_name: str) -> ColumnElement[bool]:
    """Return the condition that a row of `outlets` has this domain or name, as readers write it."""
    return or_(
        Outlet.key == domain_key(domain_or_name),
        Outlet.name_key == name_key(domain_or_name),
    )


def outlet_ref(row: AnyRow) -> OutletRef:
    """Return the outlet of a row whose outlet columns are labelled `outlet_...`."""
    return OutletRef(id=row.outlet_id, domain=row.outlet_domain, name=row.outlet_name)


def list_outlets(session: Session, *, limit: int, cursor: str | None) -> Page[OutletView]:
    """Return a page of outlets in the order of their keys."""
    articles = (
        select(func.count())
        .where(Article.outlet_id == Outlet.id)
        .correlate(Outlet)
        .scalar_subquery()
    )
    query = select(
        Outlet.id, Outlet.key, Outlet.domain, Outlet.name, articles.label("article_count")
    )
    return read_page(session, query, OUTLETS_BY_KEY, None, limit=limit, cursor=cursor, build=_views)


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


def _views(rows: Sequence[AnyRow]) -> list[OutletView]:
    return [
        OutletView(id=row.id, domain=row.domain, name=row.name, article_count=row.article_count)
        for row in rows
    ]


def _find(session: Session, key: str, *, lock: bool = False) -> AnyRow | None:
    query = select(Outlet.id, Outlet.name).where(Outlet.key == key)
    return session.execute(query.with_for_update() if lock else query).one_or_none()


def _longer_name(name: str | None, other: str | None) -> str | None:
    if name is None or other is None:
        return name or other
    return longer_name(name, other)


def _name_key(name: str | None) -> str | None:
    return None if name is None else name_key(name)
