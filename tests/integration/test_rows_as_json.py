"""Rows that are inserted as one JSON parameter are read back as if each value were bound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, BigInteger, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from models.base import UtcDateTime, new_id
from service.storage.db.bulk import insert_rows
from service.storage.db.engine import open_engine
from tests.support.databases import MakeUrl


class Apart(DeclarativeBase):
    """Tables that no migration makes."""


class Probe(Apart):
    """One column of each type that our tables have."""

    __tablename__ = "probes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    words: Mapped[str | None]
    share: Mapped[float | None]
    number: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    content: Mapped[bytes | None]
    is_so: Mapped[bool | None]
    spans: Mapped[Any] = mapped_column(
        JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"), nullable=True
    )


class Kind(StrEnum):
    """Strings that are members of an enumeration."""

    DIRECT = "direct"


NOTHING = dict.fromkeys(Probe.__table__.c.keys())
MOMENT = datetime(2022, 2, 21, 3, 4, 5, 678901, timezone(timedelta(hours=5, minutes=30)))
VALUES: list[tuple[str, Any]] = [
    *(
        ("words", words)
        for words in ("", "null", "\\u0000 \\x41", "'\"\\\n\t\r\x01\x7f\u2028\ufeff")
    ),
    *(("words", words) for words in ("😀 é e\u0301", Kind.DIRECT, "a" * 200_000)),
    *(
        ("share", share)
        for share in (0.0, -0.0, 1e-7, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 1)
    ),
    *(("number", number) for number in (0, 2**63 - 1, -(2**63))),
    *(
        ("at", at)
        for at in (MOMENT, datetime(1, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    ),
    *(("content", content) for content in (b"", b"\x00\xff\\x", bytes(range(256)))),
    *(("is_so", is_so) for is_so in (True, False)),
    *(
        ("spans", spans)
        for spans in ([], {}, [[0, 3]], {"ä😀": None}, "null", [1e-7, 1.0, 0.1, 2**70])
    ),
]


@pytest.fixture
def session(make_url: MakeUrl) -> Iterator[Session]:
    engine = open_engine(make_url())
    with Session(engine) as session:
        Apart.metadata.create_all(session.connection())
        yield session
        session.rollback()
    engine.dispose()


def test_each_value_is_read_back_as_a_bound_one(session: Session) -> None:
    rows: list[dict[str, Any]] = [
        {**NOTHING, "id": new_id(), column: value} for column, value in VALUES
    ]
    insert_rows(session, Probe, rows)  # type: ignore[arg-type]
    bound = [{**row, "id": new_id()} for row in rows]
    for row in bound:
        session.connection().execute(insert(Probe), row)

    stored = {row.id: repr(tuple(row)[1:]) for row in session.execute(select(Probe.__table__))}

    assert [stored[row["id"]] for row in rows] == [stored[row["id"]] for row in bound]
    assert len(set(stored.values())) > len(VALUES) * 3 // 4
