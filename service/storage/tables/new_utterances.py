"""Utterances that are not stored yet: their numbers first, their rows and keys last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CompoundSelect, bindparam, func, null, select, true, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Utterance as UtteranceRow
from models import UtteranceKey, UtteranceOutline
from service.dedup.stored_form import VERSION, NewUtterance
from service.dedup.utterance import without_initials
from service.storage.db.bulk import array_rows, chunks, insert_rows
from service.storage.tables.utterances import Stored

# Statements are written once, since writing one takes longer than the database takes to answer it.
_FOUND: CompoundSelect[str | None, int | None] = union_all(
    select(UtteranceRow.digest, UtteranceRow.id).where(
        UtteranceRow.digest.in_(bindparam("digests", expanding=True))
    ),
    select(null(), func.max(UtteranceRow.id)),
)
# A number may have been another's whose keys, made by older rules, are still to be swept away.
_FILED = select(array_rows("keys").c.value, bindparam("number", type_=BigInteger())).where(true())
_COLUMNS = ["key", "utterance_id"]
_PUBLISH = {
    "postgresql": postgresql.insert(UtteranceKey)
    .from_select(_COLUMNS, _FILED)
    .on_conflict_do_nothing(),
    "sqlite": sqlite.insert(UtteranceKey).from_select(_COLUMNS, _FILED).on_conflict_do_nothing(),
}


@dataclass
class Coming:
    """Utterances that were not stored before: they have their numbers, and get their rows last."""

    rows: tuple[Stored, ...] = ()
    sayings: Mapping[str, NewUtterance] = field(default_factory=dict)
    """What they say, by their digests."""
    waiting: frozenset[int] = field(init=False)
    """The numbers of those that have no row yet."""
    hidden: bool = field(init=False)
    """Whether nobody finds them yet."""

    def __post_init__(self) -> None:
        self.waiting = self.numbers
        self.hidden = bool(self.rows)

    @property
    def numbers(self) -> frozenset[int]:
        """Those of all of them."""
        return frozenset(one.id for one in self.rows)

    def publish(self, session: Session) -> None:
        """A session -> others find them under their keys from now on."""
        statement = _PUBLISH[session.get_bind().dialect.name]
        found = [one for one in self.rows if one.postings.stored_keys] if self.hidden else []
        for one in found:
            told = {"keys": sorted(one.postings.stored_keys), "number": one.id}
            session.connection().execute(statement, told)
        outlines = [{"utterance_id": one.id, **asdict(one.outline)} for one in found]
        insert_rows(session, UtteranceOutline, outlines)
        self.hidden = False

    def store(self, session: Session, quote_of: Mapping[int, UUID]) -> None:
        """The quotes of some by their numbers -> all of them have rows."""
        if self.waiting:
            for one in self.rows:
                one.quote_id = quote_of.get(one.id)
            rows = [_row(one, self.sayings[one.digest]) for one in self.rows]
            insert_rows(session, UtteranceRow, rows)
            self.waiting = frozenset()


def numbered(
    session: Session, sayings: Mapping[str, NewUtterance]
) -> tuple[dict[str, int], Coming]:
    """Utterances under their digests -> the numbers of all, and those that are not stored yet.

    Each of these is a group of its own and has no quote yet. Only one writer at a time places
    utterances, so that the next number is nobody else's.
    """
    found: dict[str, int] = {}
    last = 0
    for some in chunks(sorted(sayings)):
        for digest, its in session.connection().execute(_FOUND, {"digests": some}):
            if digest is None:
                last = its or 0
            elif its is not None:
                found[digest] = its
    new = [digest for digest in sayings if digest not in found]
    made = tuple(
        Stored(
            id=number,
            digest=digest,
            form=sayings[digest].form,
            speakers=without_initials(sayings[digest].speakers),
            source=sayings[digest].source,
            day=sayings[digest].day,
            judged=sayings[digest].judged,
            group_id=number,
            quote_id=None,
        )
        for number, digest in enumerate(new, last + 1)
    )
    return found | {one.digest: one.id for one in made}, Coming(made, sayings)


def _row(stored: Stored, said: NewUtterance) -> dict[str, Any]:
    return {
        "id": stored.id,
        "digest": stored.digest,
        "version": VERSION,
        "words_hash": said.words_hash,
        "form": said.form,
        "speakers": list(said.speakers),
        "source": said.source,
        "day": said.day,
        "place": said.place,
        "judged": said.judged,
        "group_id": stored.group_id,
        "quote_id": stored.quote_id,
    }
