"""Read and write rows of `outlets` and `articles`; an article is read here without its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models import Article, ArticleSketch, ArticleWords, Outlet
from models.base import new_id
from service.dedup.search_terms import article_words
from service.errors import NotFound
from service.speakers.registry_rules import period_of
from service.storage.db.bulk import (
    AnyRow,
    AnySelect,
    chunks,
    get_or_create_locked,
    in_array,
    insert_missing,
    insert_rows,
    update_rows,
)
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
    ArticleSketch.story_id,
)
"""What `article_ref` reads. The query joins `outlets` and `article_sketches`."""

_OUTLETS = select(Outlet.id, Outlet.key, Outlet.name).where(in_array(Outlet.key, "keys"))
_LOCKED = ("id", "created_at", "period", "text_hash")


@dataclass(frozen=True, slots=True)
class LockedArticle:
    """An article's row, locked until the commit."""

    id: UUID
    created: bool
    changed: bool
    """False where the text before was the same."""
    stays: bool
    """Whether it changed, and no later text of the same batch takes its place."""
    period_before: str | None
    """The period that it had before the transaction, or None for one that had no row."""


def get_or_create_outlets(session: Session, outlets: Iterable[OutletWrite]) -> dict[str, UUID]:
    """Return the ids of outlets by their keys. Insert those that are missing; keep longer names.

    Outlets are never deleted, so their rows need no lock. Articles of one outlet do not wait for
    each other. What is written is written in the order of the keys, as `db.locks` asks.
    """
    wanted = sorted(set(outlets), key=lambda outlet: (outlet.key, outlet.name or ""))
    stored: dict[str, AnyRow] = {}
    for some in chunks(sorted({outlet.key for outlet in wanted})):
        found: Sequence[AnyRow] = session.connection().execute(_OUTLETS, {"keys": some}).all()
        for row in found:
            stored[row.key] = row
    for outlet in wanted:
        known = stored.get(outlet.key)
        if known is None or _longer_name(known.name, outlet.name) != known.name:
            stored[outlet.key] = _get_or_create_outlet(session, outlet)
    return {key: row.id for key, row in stored.items()}


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


def upsert_articles(
    session: Session, written: Sequence[tuple[UUID, ArticleWrite]]
) -> list[LockedArticle]:
    """Insert articles, or update the stored ones if their texts changed. Lock all rows.

    Of several texts for one article the last one stays. The same text again changes nothing, be it
    stored or the one before it.

    Args:
        session: The transaction.
        written: Articles, each with the id of its outlet.

    Returns:
        The row of each article, in the order of `written`.
    """
    now = datetime.now(UTC)
    places: dict[tuple[UUID, str], list[int]] = {}
    for place, (outlet_id, article) in enumerate(written):
        places.setdefault((outlet_id, article.key), []).append(place)
    texts = {key: [written[place][1] for place in of_key] for key, of_key in places.items()}
    rows: list[dict[str, Any]] = []
    for key in sorted(places):
        article = texts[key][_changes(None, texts[key])[-1]]
        new = {"id": new_id(), "outlet_id": key[0], "key": key[1], "created_at": now}
        rows.append(new | _columns(article, now, dated_at=article.published_at or now))
    locked: dict[int, LockedArticle] = {}
    updated: list[dict[str, Any]] = []
    for some in chunks(rows):
        stored_rows = get_or_create_locked(
            session, Article, some, key=["outlet_id", "key"], returning=_LOCKED
        )
        for row, stored in zip(some, stored_rows, strict=True):
            key = (row["outlet_id"], row["key"])
            created = bool(stored.id == row["id"])
            changes = _changes(None if created else stored.text_hash, texts[key])
            if changes and not created:
                article = texts[key][changes[-1]]
                dated_at = article.published_at or stored.created_at
                updated.append({"id": stored.id, **_columns(article, now, dated_at=dated_at)})
            for nth, place in enumerate(places[key]):
                locked[place] = LockedArticle(
                    id=stored.id,
                    created=created and nth == 0,
                    changed=nth in changes,
                    stays=bool(changes) and nth == changes[-1],
                    period_before=None if created else stored.period,
                )
    update_rows(session, Article, updated)
    _delete_words(session, [row["id"] for row in updated])
    staying = {row.id: written[place][1] for place, row in locked.items() if row.stays}
    _insert_words(session, staying)
    return [locked[place] for place in range(len(written))]


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
    query = select(*REF_COLUMNS).join(Outlet, Outlet.id == Article.outlet_id)
    return query.outerjoin(ArticleSketch, ArticleSketch.article_id == Article.id)


_DATED_REFS: AnySelect = (
    select_refs().add_columns(Article.dated_at).where(in_array(Article.id, "ids"))
)


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
        story_id=row.story_id,
    )


def dated_refs(
    session: Session, article_ids: Iterable[UUID]
) -> dict[UUID, tuple[datetime, ArticleRef]]:
    """Return articles by their ids, each with the date by which lists order it."""
    found: dict[UUID, tuple[datetime, ArticleRef]] = {}
    for some in chunks(sorted(set(article_ids))):
        rows = session.connection().execute(_DATED_REFS, {"ids": some})
        found |= {row.article_id: (row.dated_at, article_ref(row)) for row in rows}
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
    return [OutletView(row.id, row.domain, row.name, row.article_count) for row in rows]


def _get_or_create_outlet(session: Session, outlet: OutletWrite) -> AnyRow:
    row = {
        "id": new_id(),
        "key": outlet.key,
        "domain": None if outlet.domain is None else outlet.key,  # the domain, levelled
        "name": outlet.name,
        "name_key": _name_key(outlet.name),
    }
    insert_missing(session, Outlet, row, key=["key"])
    query = select(Outlet.id, Outlet.key, Outlet.name).where(Outlet.key == outlet.key)
    stored = session.execute(query.with_for_update()).one()
    name = _longer_name(stored.name, outlet.name)
    if name != stored.name:
        named = update(Outlet).where(Outlet.id == stored.id)
        session.execute(named.values(name=name, name_key=_name_key(name)))
        stored = session.execute(query).one()
    return stored


def _changes(stored_hash: str | None, texts: Sequence[ArticleWrite]) -> list[int]:
    """Return the positions of the texts that differ from the one before them."""
    before = [stored_hash, *(article.text_hash for article in texts)]
    return [nth for nth, article in enumerate(texts) if article.text_hash != before[nth]]


def _columns(article: ArticleWrite, now: datetime, *, dated_at: datetime) -> dict[str, Any]:
    return {
        "url": article.url,
        "title": article.title,
        "published_at": article.published_at,
        "dated_at": dated_at,
        "period": period_of(article.key, article.published_at),
        "text": article.text,
        "text_hash": article.text_hash,
        "updated_at": now,
    }


def _longer_name(name: str | None, other: str | None) -> str | None:
    if name is None or other is None:
        return name or other
    return longer_name(name, other)


def _name_key(name: str | None) -> str | None:
    return None if name is None else name_key(name)


def _delete_words(session: Session, article_ids: Sequence[UUID]) -> None:
    for some in chunks(article_ids):
        session.execute(delete(ArticleWords).where(ArticleWords.article_id.in_(some)))


def _insert_words(session: Session, articles: Mapping[UUID, ArticleWrite]) -> None:
    rows = [
        {"article_id": article_id, "words": article_words(article.title, article.text)}
        for article_id, article in articles.items()
    ]
    insert_rows(session, ArticleWords, rows)
