"""Read and write rows of `outlets`."""

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

_BY_KEY = Keyset(name="outlets", columns=(Outlet.key,), types=(str,))


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
            "domain": None if outlet.domain is None else domain_key(outlet.domain),
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
    return read_page(session, query, _BY_KEY, None, limit=limit, cursor=cursor, build=_views)


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
