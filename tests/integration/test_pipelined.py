"""Writes in one round trip: all of them arrive, and what is refused is told as ever."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import StopKey, UtteranceKey
from service.errors import OnRecordError
from service.storage.db.bulk import insert_rows, pipelined
from service.storage.db.database import write
from service.storage.db.engine import open_engine
from service.storage.db.locks import for_writing
from tests.support.databases import MakeUrl


def put(session: Session, keys: Sequence[int]) -> None:
    with pipelined(session):
        insert_rows(session, StopKey, [{"key": key} for key in keys])
        for key in keys:
            insert_rows(session, UtteranceKey, [{"key": key, "utterance_id": key}])


def test_all_of_it_arrives(make_url: MakeUrl) -> None:
    engine = open_engine(make_url())
    with Session(for_writing(engine)) as session, session.begin():
        put(session, [1, 2])
        put(session, [])
        put(session, [3])
    with Session(engine) as session:
        assert sorted(session.scalars(select(StopKey.key))) == [1, 2, 3]
        assert sorted(session.scalars(select(UtteranceKey.key))) == [1, 2, 3]
    engine.dispose()


@pytest.mark.parametrize("twice", [[7, 7], [8, 1]])
def test_what_the_database_refuses_leaves_nothing(make_url: MakeUrl, twice: list[int]) -> None:
    engine = open_engine(make_url())
    with Session(for_writing(engine)) as session, session.begin():
        put(session, [1])
    with (
        pytest.raises(IntegrityError) as refused,
        Session(for_writing(engine)) as session,
        session.begin(),
    ):
        put(session, twice)
    if engine.dialect.name == "postgresql":
        assert getattr(refused.value.orig, "sqlstate", None) == "23505"
    with pytest.raises(OnRecordError, match=r"refused a statement \(\w+\)\.$"):
        write(engine, lambda session: put(session, twice))
    with Session(engine) as session:
        assert list(session.scalars(select(StopKey.key))) == [1]
    engine.dispose()
