"""Rows of `utterances`, and with them those of `utterance_keys` and `utterance_outlines`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import Occurrence, UtteranceKey, UtteranceOutline
from models import Utterance as UtteranceRow
from service.dedup.index_keys import IndexKeys, index_keys_of
from service.dedup.prefilter import Prefilter, Query, prefilter_of, query_of
from service.dedup.stored_form import (
    VERSION,
    tokens_in,
    words_in_form,
)
from service.dedup.utterance import Utterance, WordSequence, without_initials
from service.storage.db.bulk import chunks, in_array

# Statements are written once, since writing one takes longer than the database takes to answer it.
ROWS = select(
    UtteranceRow.id,
    UtteranceRow.digest,
    UtteranceRow.form,
    UtteranceRow.speakers,
    UtteranceRow.source,
    UtteranceRow.day,
    UtteranceRow.judged,
    UtteranceRow.group_id,
    UtteranceRow.quote_id,
).order_by(UtteranceRow.id)
_LOADED = ROWS.where(in_array(UtteranceRow.id, "ids"))


@dataclass
class Stored:
    """A row of `utterances`. Group and quote change while a transaction finds their places."""

    id: int
    digest: str
    form: str
    speakers: frozenset[str]
    """Without middle initials, as comparisons have them."""
    source: str
    day: int | None
    judged: bool
    group_id: int
    quote_id: UUID | None

    @cached_property
    def word_sequence(self) -> WordSequence:
        """Its words alone, which is enough to turn most candidates away."""
        return words_in_form(self.form)

    @property
    def bits(self) -> float:
        """What its words say in all."""
        return self.word_sequence.bits

    @cached_property
    def utterance(self) -> Utterance:
        """The row as comparisons see it."""
        tokens = tokens_in(self.form)
        return Utterance(self.digest, tokens, self.speakers, self.day, self.source)

    @cached_property
    def postings(self) -> IndexKeys:
        """Its keys."""
        return index_keys_of(self.utterance)

    @property
    def outline(self) -> Prefilter:
        """What others hold against their words before they read its own."""
        return prefilter_of(self.word_sequence, self.day)

    @cached_property
    def sought(self) -> Query:
        """What it holds against the outlines of others."""
        return query_of(self.word_sequence, self.day)


def renew(session: Session, ids: Iterable[int]) -> None:
    """Utterances' ids -> they count as filed under the rules of today."""
    for some in chunks(sorted(set(ids))):
        stale = update(UtteranceRow).where(
            UtteranceRow.id.in_(some), UtteranceRow.version < VERSION
        )
        session.execute(stale.values(version=VERSION))


def load(session: Session, ids: Iterable[int]) -> list[Stored]:
    """Utterances' ids -> their rows, by id."""
    found: list[Stored] = []
    for some in chunks(sorted(set(ids))):
        found += read_rows(session.connection().execute(_LOADED, {"ids": some}).all())
    return found


def of_quotes(session: Session, quote_ids: Collection[UUID]) -> list[Stored]:
    """Quotes' ids -> their utterances, by id."""
    found: list[Stored] = []
    for some in chunks(sorted(quote_ids)):
        found += read_rows(session.execute(ROWS.where(UtteranceRow.quote_id.in_(some))).all())
    return sorted(found, key=attrgetter("id"))


def unprinted(session: Session, ids: Iterable[int]) -> set[int]:
    """Utterances' ids -> those that no occurrence has any more."""
    wanted = set(ids)
    for some in chunks(sorted(wanted)):
        query = select(Occurrence.utterance_id).distinct().where(Occurrence.utterance_id.in_(some))
        wanted -= set(session.scalars(query))
    return wanted


def groups_left(session: Session, group_ids: Iterable[int]) -> set[int]:
    """Groups' ids -> those that have a member."""
    found: set[int] = set()
    for some in chunks(sorted(set(group_ids))):
        query = select(UtteranceRow.group_id).distinct().where(UtteranceRow.group_id.in_(some))
        found.update(session.scalars(query))
    return found


def remove(session: Session, gone: Sequence[Stored]) -> None:
    """Rows -> they are gone, with their keys and outlines.

    Keys are told anew, which spares them an index by utterance. What older rules left leads nowhere
    or to whoever has the number next, and `onrecord recluster` sweeps it away.
    """
    for one in gone:
        where = (
            UtteranceKey.key.in_(one.postings.stored_keys),
            UtteranceKey.utterance_id == one.id,
        )
        session.execute(delete(UtteranceKey).where(*where))
    for some in chunks([one.id for one in gone]):
        session.execute(delete(UtteranceOutline).where(UtteranceOutline.utterance_id.in_(some)))
        session.execute(delete(UtteranceRow).where(UtteranceRow.id.in_(some)))


def read_rows(rows: Iterable[tuple[Any, ...]]) -> list[Stored]:
    """What `ROWS` selects -> the rows."""
    # By position, which takes a third of the time that names take.
    return [
        Stored(number, digest, form, without_initials(by), source, day, judged, group, quote)
        for number, digest, form, by, source, day, judged, group, quote in rows
    ]
