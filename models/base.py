"""Define what all tables share: names of constraints, ids, times and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import uuid_utils
from sqlalchemy import JSON, DateTime, Dialect, MetaData, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

Spans = list[list[int]]
"""Spans of the article's text as JSON: [[start, end], ...], in code points."""

SpanLists = list[list[list[int]]]
"""Several `Spans` as JSON."""


def new_id() -> UUID:
    """Return a new UUIDv7. Such ids sort by the time of their creation."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def rows_as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as PostgreSQL's `json_populate_recordset` reads them. A None is NULL there.

    Raises:
        ValueError: A moment has no time zone.
    """
    return json.dumps(rows, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    match value:
        case UUID():
            return str(value)
        case datetime() if value.tzinfo is not None:
            return value.isoformat()
        case bytes():
            return f"\\x{value.hex()}"
    raise ValueError(f"no value of a column: {type(value).__name__}")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. It refuses naive datetimes, and returns aware ones in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC. It is naive where the database has no time zones."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was about to be stored; give it a time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a stored datetime as an aware one in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The registry of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        datetime: UtcDateTime(),
        Spans: JSON().with_variant(JSONB(), "postgresql"),
        SpanLists: JSON().with_variant(JSONB(), "postgresql"),
    }
