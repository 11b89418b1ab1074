"""Who may change the registry at the same time. SQLite has one writer, and needs none of this.

All writers of articles share the registry; a judgement or a list has it alone, for it may move the
occurrences of any article. Writers of articles meet at the surnames that they print: whose a
surname is depends on what other articles print.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

# Any number, the same in all processes, and another one than that of the migrations.
_REGISTRY = 0x0E_C0_4E
QUOTES = 0x0E_C0_4F


# Statements are written once, since writing one takes longer than the database takes to answer it.
_SHARE = text("SELECT pg_advisory_xact_lock_shared(:key)")
_OWN = text("SELECT pg_advisory_xact_lock(:key)")
_OWN_ALL = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def share_registry(session: Session) -> None:
    """A session -> nobody changes the registry until its transaction ends. To be called first."""
    _lock(session, _SHARE, key=_REGISTRY)


def own_registry(session: Session) -> None:
    """A session -> nobody else writes articles or judgements. To be called first."""
    _lock(session, _OWN, key=_REGISTRY)


def own_quotes(session: Session) -> None:
    """A session -> nobody else places utterances until its transaction ends. To be called last."""
    _lock(session, _OWN, key=QUOTES)


def hold_surnames(session: Session, surnames: Iterable[str]) -> None:
    """Surnames -> nobody else files articles that print them until the transaction ends."""
    keys = sorted({_number(surname) for surname in surnames})
    _lock(session, _OWN_ALL, keys=keys)


def _lock(session: Session, statement: TextClause, **values: object) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(statement, values)


def _number(surname: str) -> int:
    return int.from_bytes(sha256(surname.encode()).digest()[:8], signed=True)
