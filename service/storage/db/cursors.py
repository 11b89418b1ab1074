"""Keyset cursors: an opaque string that says where a page ended, for one list and filter."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.errors import InvalidCursor
from service.storage.db.bulk import AnyRow, AnySelect
from service.storage.db.order_log import OrderLog, first_entries, last_change, unchanged_since
from service.storage.views import Page
from service.text.storable import find_unstorable

Item = TypeVar("Item")
Value = datetime | UUID | str | int

_READ: dict[type, Callable[[Any], Value]] = {
    datetime: datetime.fromisoformat,
    UUID: UUID,
    str: lambda value: value,
    int: lambda value: value,
}
_WRITTEN_AS: dict[type, type] = {datetime: str, UUID: str, str: str, int: int}


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order of rows: columns that are unique together, all ascending or all descending."""

    name: str
    columns: tuple[InstrumentedAttribute[Any], ...]
    types: tuple[type, ...]
    descending: bool = False
    log: OrderLog | None = None
    """Where the columns may change: the log of what they were. The last column is the row's id."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended."""

    values: tuple[Value, ...]
    """The columns of the last row."""
    since: int = 0
    """The number of the last logged change before the first page."""


def write_cursor(keyset: Keyset, where: object, place: Place) -> str:
    """Return the cursor for the rows after a place."""
    written = [value if isinstance(value, int) else _text(value) for value in place.values]
    body = json.dumps([_bound_to(keyset, where), place.since, *written], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def read_cursor(keyset: Keyset, where: object, cursor: str) -> Place:
    """Return the place that `write_cursor` put into a cursor.

    Anyone can write a cursor by hand, so each value is checked against its column: a database
    answers a value that a column cannot hold with an error of its own.

    Raises:
        InvalidCursor: It is no cursor of this list in this order with this filter.
    """
    try:
        body = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        bound_to, since, *written = json.loads(body)
        if bound_to != _bound_to(keyset, where):
            raise InvalidCursor(
                "The cursor belongs to another list, filter or order. Start without a cursor."
            )
        if type(since) is not int or not 0 <= since < 2**63:
            raise ValueError("no number of a change")
        values = tuple(
            _value(kind, column, value)
            for kind, column, value in zip(keyset.types, keyset.columns, written, strict=True)
        )
        place = Place(values, since)
        if write_cursor(keyset, where, place) != cursor:
            raise ValueError("written in another way")
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise InvalidCursor("The cursor cannot be read. Use `next_cursor` as it came.") from None
    return place


def read_page(
    session: Session,
    query: AnySelect,
    keyset: Keyset,
    where: object,
    *,
    limit: int,
    cursor: str | None,
    build: Callable[[Sequence[AnyRow]], Sequence[Item]],
) -> Page[Item]:
    """Read one page of a query.

    Args:
        session: The transaction.
        query: What to read, without the columns of `keyset`'s order.
        keyset: The order of the rows.
        where: The filter of the list. A cursor fits the same filter only.
        limit: How many rows the page has at most.
        cursor: Where the page before ended, or None for the first page.
        build: Makes the rows of the page into items.

    Returns:
        The page, with the cursor of the next page where there are more rows.

    Raises:
        InvalidCursor: The cursor does not belong to this list, order and filter, or has expired.
    """
    place = None if cursor is None else read_cursor(keyset, where, cursor)
    since = 0
    if keyset.log:
        now = last_change(session, keyset.log, place.since if place else None)
        since = place.since if place else now
        if since < now:
            query = _as_of(query, keyset, keyset.log, place, since, limit=limit + 1)
        else:
            query = _in_order(query, keyset, keyset.columns, place, limit=limit + 1)
    else:
        query = _in_order(query, keyset, keyset.columns, place, limit=limit + 1)
    rows = session.execute(query).all()
    page, more = rows[:limit], len(rows) > limit
    following = None
    if more:
        mapping = page[-1]._mapping
        values = tuple(mapping[_label(position)] for position in range(len(keyset.columns)))
        following = write_cursor(keyset, where, Place(values, since))
    return Page(items=tuple(build(page)), next_cursor=following)


def _as_of(
    query: AnySelect, keyset: Keyset, log: OrderLog, place: Place | None, since: int, *, limit: int
) -> AnySelect:
    """Return the query in the order that the list had when `since` was the last change.

    Args:
        query: What to read.
        keyset: The order of the rows.
        log: The log of the order's columns.
        place: Where the page before ended.
        since: The number of the last change before the first page.
        limit: The most rows to read.
    """
    row_id = keyset.columns[-1]
    entries = first_entries(log, since)
    logged = [log.value_of(column, entries.c) for column in keyset.columns]
    unchanged = query.where(unchanged_since(log, row_id, since))
    changed = query.where(log.value_of(row_id, entries.c) == row_id)
    both = union_all(
        select(_in_order(unchanged, keyset, keyset.columns, place, limit=limit).subquery()),
        select(_in_order(changed, keyset, logged, place, limit=limit).subquery()),
    ).subquery()
    columns = [both.c[_label(position)] for position in range(len(keyset.columns))]
    order = [column.desc() if keyset.descending else column.asc() for column in columns]
    return select(both).order_by(*order).limit(limit)


def _in_order(
    query: AnySelect,
    keyset: Keyset,
    columns: Sequence[Any],
    place: Place | None,
    *,
    limit: int,
) -> AnySelect:
    """Return the first rows of a query after a place, ordered by these columns.

    Args:
        query: What to read.
        keyset: The order of the rows.
        columns: The columns of the order, or those of its log.
        place: Where the page before ended.
        limit: The most rows to read.
    """
    if place:
        query = query.where(_after(keyset, columns, place.values))
    order = [column.desc() if keyset.descending else column.asc() for column in columns]
    labelled = [column.label(_label(position)) for position, column in enumerate(columns)]
    return query.add_columns(*labelled).order_by(*order).limit(limit)


def _after(keyset: Keyset, columns: Sequence[Any], values: Sequence[Value]) -> ColumnElement[bool]:
    here = tuple_(*columns)
    there = tuple_(
        *(literal(value, column.type) for column, value in zip(keyset.columns, values, strict=True))
    )
    return here < there if keyset.descending else here > there


def _label(position: int) -> str:
    return f"order_{position}"


def _bound_to(keyset: Keyset, where: object) -> str:
    # Filters are frozen dataclasses of plain values, so equal filters have the same repr.
    return sha256(f"{keyset.name} {where!r}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _text(value: Value) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _value(expected: type, column: InstrumentedAttribute[Any], written: object) -> Value:
    if type(written) is not _WRITTEN_AS[expected]:
        raise TypeError("a value of another type")
    value = _READ[expected](written)
    if isinstance(value, datetime):
        _check_moment(value)
    elif isinstance(value, str) and find_unstorable(value):
        raise ValueError("a string that no column holds")
    elif isinstance(value, int):
        most = 2**63 if isinstance(column.type, BigInteger) else 2**31
        if not -most <= value < most:
            raise ValueError("a number that the column does not hold")
    return value


def _check_moment(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    moment.astimezone(UTC)  # Raises OverflowError where the moment does not exist in UTC.
