"""A list is one parameter, and the statement is the same however long the list is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Dialect, String, Uuid, column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from service.storage.clusters.candidates import array_rows
from service.storage.db.bulk import CHUNK, chunks, in_array
from service.storage.db.engine import open_engine

NUMBER = array_rows("numbers").c.value
DIALECTS = [
    (sqlite.dialect(), "IN (SELECT value FROM json_each(?))"),
    (postgresql.dialect(), "= ANY (%(some)s::BIGINT[])"),
]


@pytest.mark.parametrize(("dialect", "written"), DIALECTS, ids=["sqlite", "postgresql"])
def test_a_list_is_one_parameter(dialect: Dialect, written: str) -> None:
    number = column("id", BigInteger())
    statement = select(number).where(in_array(number, "some"))
    assert str(statement.compile(dialect=dialect)).endswith(f"WHERE id {written}")


@pytest.mark.parametrize(("kind", "written"), [(String(), "VARCHAR[]"), (Uuid(), "UUID[]")])
def test_a_list_has_the_type_of_its_column(kind: TypeEngine[Any], written: str) -> None:
    typed = column("id", kind)
    statement = select(typed).where(in_array(typed, "some"))
    compiled = str(statement.compile(dialect=postgresql.dialect()))
    assert compiled.endswith(f"WHERE id = ANY (%(some)s::{written})")


@pytest.mark.parametrize("some", [[], [3], [1, 2, 3, 9], list(range(5_000))])
def test_lists_of_any_length_are_read(tmp_path: Path, some: list[int]) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    statement = select(NUMBER).where(in_array(NUMBER, "some")).order_by(NUMBER)
    with Session(engine) as session:
        found = session.scalars(statement, {"numbers": [2, 3, 9, 2**40], "some": some}).all()
    engine.dispose()
    assert found == [number for number in (2, 3, 9) if number in some]


def test_pieces_hold_every_item_once() -> None:
    items = list(range(2 * CHUNK + 1))
    pieces = list(chunks(items))
    assert [len(piece) for piece in pieces] == [CHUNK, CHUNK, 1]
    assert [item for piece in pieces for item in piece] == items
    assert list(chunks([])) == []
