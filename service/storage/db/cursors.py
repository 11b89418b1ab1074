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

from sqlalchemy import BigInteger, ColumnElement, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.errors import InvalidCursor
from service.storage.db.bulk import AnyRow, AnySelect
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


def write_cursor(keyset: Keyset, where: object, values: Sequence[Value]) -> str:
    """Return the cursor for the rows after a row with these values."""
    written = [value if isinstance(value, int) else _text(value) for value in values]
    body = json.dumps([_bound_to(keyset, where), *written], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def read_cursor(keyset: Keyset, where: object, cursor: str) -> tuple[Value, ...]:
    """Return the values that `write_cursor` put into a cursor.

    Anyone can write a cursor by hand, so each value is checked against its column: a database
    answers a value that a column cannot hold with an error of its own.

    Raises:
        InvalidCursor: It is no cursor of this list in this order with this filter.
    """
    try:
        body = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        bound_to, *written = json.loads(body)
        if bound_to != _bound_to(keyset, where):
            raise InvalidCursor(
                "The cursor belongs to another list, filter or order. Start without a cursor."
            )
        values = tuple(
            _value(kind, column, value)
            for kind, column, value in zip(keyset.types, keyset.columns, written, strict=True)
        )
        if write_cursor(keyset, where, values) != cursor:
            raise ValueError("written in another way")
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise InvalidCursor("The cursor cannot be read. Use `next_cursor` as it came.") from None
    return values


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
        query: What to read. It must select the columns of `keyset`.
        keyset: The order of the rows.
        where: The filter of the list. A cursor fits the same filter only.
        limit: How many rows the page has at most.
        cursor: Where the page before ended, or None for the first page.
        build: Makes the rows of the page into items.

    Returns:
        The page, with the cursor of the next page where there are more rows.

    Raises:
        InvalidCursor: The cursor does not belong to this list, order and filter.
    """
    if cursor is not None:
        query = query.where(_after(keyset, read_cursor(keyset, where, cursor)))
    order = [column.desc() if keyset.descending else column.asc() for column in keyset.columns]
    rows = session.execute(query.order_by(*order).limit(limit + 1)).all()
    page, more = rows[:limit], len(rows) > limit
    following = None
    if more:
        mapping = page[-1]._mapping
        following = write_cursor(keyset, where, [mapping[column] for column in keyset.columns])
    return Page(items=tuple(build(page)), next_cursor=following)


def _after(keyset: Keyset, values: Sequence[Value]) -> ColumnElement[bool]:
    here = tuple_(*keyset.columns)
    there = tuple_(
        *(literal(value, column.type) for column, value in zip(keyset.columns, values, strict=True))
    )
    return here < there if keyset.descending else here > there


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
