"""Many rows at once, and INSERT ... ON CONFLICT, alike on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Insert, Update, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Base, Quote, Speaker
from service.storage.db.shapes import AnyRow

Item = TypeVar("Item")

# A statement takes some ten thousand parameters; an article may hold more quotations than that.
CHUNK = 1_000

_ID = "id_of_row"


def hold_rows(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    returning: Sequence[str],
) -> Sequence[AnyRow]:
    """Rows -> the stored ones with these keys, made where missing, locked to the transaction's end.

    Rows are locked in the order given: give them sorted by key, or parallel writers deadlock.
    A stored row stays as it is; the idle update of its last returned column locks and returns it.
    """
    if not rows:
        return []
    columns = table.__table__.c
    # The idle column is none of the key: for those PostgreSQL would take a stronger lock.
    idle = returning[-1]
    statement = (
        _insert(session, table)
        .on_conflict_do_update(index_elements=list(key), set_={idle: columns[idle]})
        .returning(*(columns[name] for name in returning))
    )
    return session.connection().execute(statement, [dict(row) for row in rows]).all()


def insert_missing(
    session: Session, table: type[Base], row: Mapping[str, Any], *, key: Sequence[str]
) -> bool:
    """A row -> whether it was stored; False where one with its key is there already."""
    statement = _insert(session, table).values(dict(row))
    statement = statement.on_conflict_do_nothing(index_elements=list(key))
    made = session.connection().execute(statement.returning(table.__table__.c[key[0]]))
    return made.one_or_none() is not None


def insert_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows -> they are stored."""
    if rows:
        session.connection().execute(_insert_into(table), [dict(row) for row in rows])


def update_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows with their ids, all of the same columns -> the stored ones have these values."""
    if rows:
        columns = frozenset(rows[0]) - {"id"}
        given = [{_ID: row["id"], **{name: row[name] for name in columns}} for row in rows]
        session.connection().execute(_update(table, columns), given)


@cache
def _insert_into(table: type[Base]) -> Insert:
    return insert(table)


@cache
def _update(table: type[Base], columns: frozenset[str]) -> Update:
    stored = table.__table__.c
    values: dict[str, Any] = {name: bindparam(name) for name in sorted(columns)}
    return update(table).where(stored.id == bindparam(_ID)).values(values)


def delete_with_former(
    session: Session, table: type[Quote] | type[Speaker], ids: Iterable[UUID]
) -> None:
    """Rows' ids -> they are gone, and with them all rows that lead to them as their successors."""
    gone = set(ids)
    while gone:
        session.execute(delete(table).where(table.id.in_(gone)))
        gone = set(session.scalars(select(table.id).where(table.successor_id.in_(gone))))


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Items -> the same in pieces that fit an IN list."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
