"""Rows of `outlets`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from models import Article, Outlet
from models.base import new_id
from service.storage.db.bulk import AnyRow, insert_missing
from service.storage.db.cursors import Keyset, read_page
from service.storage.inputs import OutletWrite, domain_key
from service.storage.views import OutletRef, OutletView, Page
from service.text.name_key import longer_name, name_key

BY_KEY = Keyset(name="outlets", columns=(Outlet.key,), types=(str,))


def hold(session: Session, outlet: OutletWrite) -> UUID:
    """An outlet -> its id; it is stored where missing, and takes a fuller name.

    Outlets are never removed, so that their rows need no lock, and articles of one outlet do not
    wait for each other.
    """
    known = _find(session, outlet.key)
    if known is None:
        row = {
            "id": new_id(),
            "key": outlet.key,
            "domain": None if outlet.domain is None else domain_key(outlet.domain),
            "name": outlet.name,
            "name_key": _name_key(outlet.name),
        }
        insert_missing(session, Outlet, row, key=["key"])
        known = _find(session, outlet.key)
        assert known is not None
    if _fuller_name(known.name, outlet.name) != known.name:
        known = _find(session, outlet.key, lock=True)
        assert known is not None
        name = _fuller_name(known.name, outlet.name)
        session.execute(
            update(Outlet).where(Outlet.id == known.id).values(name=name, name_key=_name_key(name))
        )
    return known.id  # type: ignore[no-any-return]


def matching(outlet: str) -> ColumnElement[bool]:
    """A domain or name as a reader gives it -> the condition on `outlets`."""
    return or_(
        Outlet.key == domain_key(outlet),
        Outlet.name_key == name_key(outlet),
    )


def ref(row: AnyRow) -> OutletRef:
    """A row with outlet columns labelled `outlet_...` -> the publisher of an article."""
    return OutletRef(id=row.outlet_id, domain=row.outlet_domain, name=row.outlet_name)


def list_page(session: Session, *, limit: int, cursor: str | None) -> Page[OutletView]:
    """Nothing -> outlets in the order of their keys."""
    articles = (
        select(func.count())
        .where(Article.outlet_id == Outlet.id)
        .correlate(Outlet)
        .scalar_subquery()
    )
    query = select(
        Outlet.id, Outlet.key, Outlet.domain, Outlet.name, articles.label("article_count")
    )
    return read_page(session, query, BY_KEY, None, limit=limit, cursor=cursor, build=_views)


def _views(rows: Sequence[AnyRow]) -> list[OutletView]:
    return [
        OutletView(id=row.id, domain=row.domain, name=row.name, article_count=row.article_count)
        for row in rows
    ]


def _find(session: Session, key: str, *, lock: bool = False) -> AnyRow | None:
    query = select(Outlet.id, Outlet.name).where(Outlet.key == key)
    return session.execute(query.with_for_update() if lock else query).one_or_none()


def _fuller_name(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return longer_name(one, other)


def _name_key(name: str | None) -> str | None:
    return None if name is None else name_key(name)
