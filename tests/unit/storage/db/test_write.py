"""A transaction runs again where PostgreSQL asks for it, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tenacity
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from service.errors import NotReady, OnRecordError
from service.storage.db.database import TRIES, write
from service.storage.db.engine import open_engine

DEADLOCK, SERIALIZATION, UNIQUE = "40P01", "40001", "23505"


class Refused(Exception):
    def __init__(self, sqlstate: str) -> None:
        super().__init__("the row (secret)")
        self.sqlstate = sqlstate


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr(tenacity.nap.time, "sleep", seconds.append)
    return seconds


def failing(times: int, error: Exception) -> tuple[list[Session], object]:
    sessions: list[Session] = []

    def work(session: Session) -> str:
        sessions.append(session)
        if len(sessions) <= times:
            raise error
        return "done"

    return sessions, work


@pytest.mark.parametrize("state", [DEADLOCK, SERIALIZATION])
def test_it_runs_again_in_a_new_session(engine: Engine, waited: list[float], state: str) -> None:
    sessions, work = failing(TRIES - 1, OperationalError("", None, Refused(state)))
    assert write(engine, work) == "done"
    assert len(set(map(id, sessions))) == TRIES
    assert all(0.01 * 2**n <= seconds <= 0.05 * 2**n for n, seconds in enumerate(waited))
    assert len(waited) == TRIES - 1


def test_the_last_error_is_ours(engine: Engine, waited: list[float]) -> None:
    sessions, work = failing(99, OperationalError("", None, Refused(DEADLOCK)))
    with pytest.raises(NotReady, match=r"does not answer \(Refused\)") as raised:
        write(engine, work)
    assert len(sessions) == TRIES
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_another_refusal_is_final(engine: Engine, waited: list[float]) -> None:
    sessions, work = failing(99, IntegrityError("", None, Refused(UNIQUE)))
    with pytest.raises(OnRecordError, match=r"refused a statement \(Refused\)\.$"):
        write(engine, work)
    assert len(sessions) == 1
    assert waited == []


def test_errors_of_the_work_pass(engine: Engine, waited: list[float]) -> None:
    sessions, work = failing(99, ValueError("mine"))
    with pytest.raises(ValueError, match="mine"):
        write(engine, work)
    assert len(sessions) == 1
