"""Many rows in one statement, alike on SQLite and PostgreSQL.

Here are the upserts, parameters that hold an array, and writes that share one round trip.

Statements are module constants wherever they can be: building one costs more than running it. For
the same reason a list of numbers is one parameter. An `IN` list of each length would be another
statement, to be built, sent, parsed and planned again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Dialect,
    Row,
    Select,
    String,
    TypeDecorator,
    Update,
    Uuid,
    bindparam,
    cast,
    column,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine

from models import Base, Quote, Speaker
from models.base import rows_as_json

Item = TypeVar("Item")

# Rows and queries whose columns the code around them knows better than the type checker.
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

# A statement takes some ten thousand parameters. An article may hold more quotations than that.
CHUNK = 1_000

_ID = "id_of_row"
_ROWS = "rows"

# When a transaction fails for another reason, the driver would log the refused row.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)


def get_or_create_locked(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    returning: Sequence[str],
) -> Sequence[AnyRow]:
    """Insert the rows that are missing, and lock all rows with these keys until the commit.

    Rows that are stored already stay as they are. An update that changes nothing locks them.

    Args:
        session: The transaction.
        table: The table to write to.
        rows: Column values, sorted by key. In another order parallel writers would deadlock.
        key: The columns of the unique key.
        returning: The columns to return. The last one must not be part of the key: an update of a
            key column would take a stronger lock on PostgreSQL.

    Returns:
        The stored rows in the order of `rows`.
    """
    if not rows:
        return []
    dialect = session.get_bind().dialect.name
    statement = _locking(dialect, table, tuple(rows[0]), tuple(key), tuple(returning))
    return session.connection().execute(statement, _given(dialect, rows)).all()


def insert_missing(
    session: Session, table: type[Base], row: Mapping[str, Any], *, key: Sequence[str]
) -> bool:
    """Insert a row unless its key is stored, and return whether it was inserted.

    Args:
        session: The transaction.
        table: The table.
        row: The row's values by column.
        key: The columns of a unique index.
    """
    statement = _upsert(session, table).values(dict(row))
    statement = statement.on_conflict_do_nothing(index_elements=list(key))
    inserted = session.connection().execute(statement.returning(table.__table__.c[key[0]]))
    return inserted.one_or_none() is not None


def insert_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows. All must have the same columns: those that have no default of the database."""
    if rows:
        dialect = session.get_bind().dialect.name
        statement = _insert_into(dialect, table, tuple(rows[0]))
        session.connection().execute(statement, _given(dialect, rows))


def insert_missing_pairs(
    session: Session,
    table: type[Base],
    columns: tuple[str, str],
    pairs: Sequence[tuple[int, int]],
) -> None:
    """Insert those pairs of numbers that are missing.

    Args:
        session: The transaction.
        table: A table of two columns, both in its key.
        columns: Their names.
        pairs: The pairs, sorted, so that a database fills the pages of its index one by one.
    """
    if not pairs:
        return
    if session.get_bind().dialect.name == "postgresql":
        rows = [dict(zip(columns, pair, strict=True)) for pair in pairs]
        session.connection().execute(_insert_missing_of(table, columns), _given("postgresql", rows))
        return
    # The numbers go to the driver as they are. SQLAlchemy would prepare each row.
    session.connection().exec_driver_sql(_insert_pairs(table, columns), list(pairs))


def update_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Update stored rows by their ids. All rows must have the same columns."""
    if rows:
        columns = frozenset(rows[0]) - {"id"}
        given = [{_ID: row["id"], **{name: row[name] for name in columns}} for row in rows]
        session.connection().execute(_update(table, columns), given)


def delete_with_redirects(
    session: Session, table: type[Quote] | type[Speaker], ids: Iterable[UUID]
) -> None:
    """Delete rows by their ids, and all rows that redirect to them, directly or not."""
    gone = set(ids)
    while gone:
        session.execute(delete(table).where(table.id.in_(gone)))
        gone = set(session.scalars(select(table.id).where(table.successor_id.in_(gone))))


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items in pieces that fit an `IN` list."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


@contextmanager
def pipelined(session: Session) -> Iterator[None]:
    """Send all writes of the `with` block to PostgreSQL in one round trip.

    Read nothing inside the block: no result has arrived. SQLite is in the same process, so there
    each write runs at once.

    Raises:
        DBAPIError: The database refused one of the writes.
    """
    dialect = session.get_bind().dialect
    if dialect.name != "postgresql":
        yield
        return
    driver: Any = session.connection().connection.driver_connection
    refused = dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
    except refused as error:
        raise DBAPIError.instance(None, None, error, refused, hide_parameters=True) from error


def in_array(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that a column's value is in the list that parameter `name` holds."""
    return _InArray(column, bindparam(name, type_=ArrayOf(column.type)))


class ArrayOf(TypeDecorator[Sequence[Any]]):
    """A list of numbers, strings or ids: an array on PostgreSQL, JSON on SQLite."""

    impl = JSON
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        is_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(ARRAY(self.item) if is_postgresql else JSON())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """Return the list in the form in which the database stores its items."""
        if value is None or dialect.name == "postgresql" or not isinstance(self.item, Uuid):
            return value
        return [each.hex for each in value]


class _InArray(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> _InArray:
        """Return the condition itself. SQLite uses no index where SQLAlchemy appends `= 1`."""
        return self


@compiles(_InArray)
def _in_json(element: _InArray, compiler: SQLCompiler, **options: Any) -> str:
    value, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - made here


@compiles(_InArray, "postgresql")
def _equals_any(element: _InArray, compiler: SQLCompiler, **options: Any) -> str:
    value, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} = ANY ({numbers})"


@cache
def _locking(
    dialect: str,
    table: type[Base],
    columns: tuple[str, ...],
    key: tuple[str, ...],
    returning: tuple[str, ...],
) -> Any:
    stored, unchanged = table.__table__.c, returning[-1]
    into = _insert_into(dialect, table, columns)
    locking = into.on_conflict_do_update(index_elements=key, set_={unchanged: stored[unchanged]})
    return locking.returning(*(stored[name] for name in returning))


@cache
def _insert_into(dialect: str, table: type[Base], columns: tuple[str, ...]) -> Any:
    if dialect != "postgresql":
        return sqlite.insert(table)
    # All rows are one parameter. The driver would send, bind and run each row by itself.
    stored = table.__table__.c
    given = func.json_populate_recordset(
        literal_column(f"NULL::{table.__tablename__}"), cast(bindparam(_ROWS, type_=String()), JSON)
    ).table_valued(*(column(name, stored[name].type) for name in columns), name="given")
    source = select(*(given.c[name] for name in columns))
    return postgresql.insert(table).from_select(list(columns), source, include_defaults=False)


def _given(dialect: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    return {_ROWS: rows_as_json(rows)} if dialect == "postgresql" else [dict(row) for row in rows]


@cache
def _insert_missing_of(table: type[Base], columns: tuple[str, str]) -> Any:
    return _insert_into("postgresql", table, columns).on_conflict_do_nothing()


@cache
def _insert_pairs(table: type[Base], columns: tuple[str, str]) -> str:
    statement = sqlite.insert(table).on_conflict_do_nothing()
    return str(statement.compile(dialect=sqlite.dialect(), column_keys=list(columns)))


@cache
def _update(table: type[Base], columns: frozenset[str]) -> Update:
    stored = table.__table__.c
    values: dict[str, Any] = {name: bindparam(name) for name in sorted(columns)}
    return update(table).where(stored.id == bindparam(_ID)).values(values)


def _upsert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
