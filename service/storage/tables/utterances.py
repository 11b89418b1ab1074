"""Rows of `utterances`, with their blocking keys and prefilters.

An utterance is one row for all occurrences that print the same words, by the same speakers, of the
same day. Its *group* is the least id of the utterances that equal words join.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    bindparam,
    delete,
    func,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from models import Occurrence, Utterance, UtteranceKey, UtterancePrefilter
from service.dedup.index_keys import IndexKeys, index_keys_of
from service.dedup.prefilter import Prefilter, Query, prefilter_of, query_of
from service.dedup.stored_form import VERSION, NewUtterance, tokens_in, words_in_form
from service.dedup.utterance import Utterance as ComparedUtterance
from service.dedup.utterance import WordSequence, without_initials
from service.storage.db.bulk import chunks, in_array, insert_missing_pairs, insert_rows

_ROWS = select(
    Utterance.id,
    Utterance.digest,
    Utterance.form,
    Utterance.speakers,
    Utterance.source,
    Utterance.day,
    Utterance.judged,
    Utterance.group_id,
    Utterance.quote_id,
).order_by(Utterance.id)
_BY_IDS = _ROWS.where(in_array(Utterance.id, "ids"))
_QUOTE_OF = select(Utterance.id, Utterance.quote_id).where(in_array(Utterance.id, "ids"))
_JOIN_GROUPS = (
    update(Utterance)
    .where(in_array(Utterance.group_id, "joined"))
    .values(group_id=bindparam("kept"))
)
_BY_DIGESTS: CompoundSelect[str | None, int | None] = union_all(
    select(Utterance.digest, Utterance.id).where(in_array(Utterance.digest, "digests")),
    select(null(), func.max(Utterance.id)),
)
_CONTENT = tuple(each.name for each in fields(NewUtterance))


@dataclass
class UtteranceRow:
    """A row of `utterances`. Its group and its quote may change during a transaction."""

    id: int
    digest: str
    form: str
    speakers: frozenset[str]
    """Without middle initials, as comparisons need them."""
    source: str
    day: int | None
    judged: bool
    group_id: int
    quote_id: UUID | None

    @cached_property
    def word_sequence(self) -> WordSequence:
        """The words alone, which are enough to reject most candidates."""
        return words_in_form(self.form)

    @property
    def bits(self) -> float:
        """The weight of all words."""
        return self.word_sequence.bits

    @cached_property
    def utterance(self) -> ComparedUtterance:
        """The row as comparisons need it."""
        tokens = tokens_in(self.form)
        return ComparedUtterance(self.digest, tokens, self.speakers, self.day, self.source)

    @cached_property
    def index_keys(self) -> IndexKeys:
        """The blocking keys."""
        return index_keys_of(self.utterance)

    @property
    def prefilter(self) -> Prefilter:
        """The signature by which others reject it before they load its words."""
        return prefilter_of(self.word_sequence, self.day)

    @cached_property
    def query(self) -> Query:
        """What it compares with the prefilters of others."""
        return query_of(self.word_sequence, self.day)


@dataclass
class NewUtterances:
    """Utterances without rows. They have their ids at once; rows and keys are written last.

    What is written last is written once: PostgreSQL makes another row of each update.
    """

    rows: tuple[UtteranceRow, ...] = ()
    contents: Mapping[str, NewUtterance] = field(default_factory=dict)
    """What to store of each, by its digest."""
    ids: frozenset[int] = field(init=False)
    pending: frozenset[int] = field(init=False)
    """The ids of those that have no row yet."""
    unpublished: bool = field(init=False)
    """Whether their keys are still to be inserted, so that no search finds them."""

    def __post_init__(self) -> None:
        self.ids = self.pending = frozenset(row.id for row in self.rows)
        self.unpublished = bool(self.rows)

    def insert(
        self,
        session: Session,
        quote_of: Mapping[int, UUID],
        *,
        only: Collection[int] | None = None,
    ) -> None:
        """Insert missing rows, or `only` these, each with its quote as far as `quote_of` has it."""
        wanted = self.pending if only is None else self.pending.intersection(only)
        if wanted:
            rows = [row for row in self.rows if row.id in wanted]
            for row in rows:
                row.quote_id = quote_of.get(row.id)
            values = [_values(row, self.contents[row.digest]) for row in rows]
            insert_rows(session, Utterance, values)
            self.pending -= {row.id for row in rows}

    def publish_keys(self, session: Session) -> None:
        """Insert the blocking keys and prefilters, so that searches find these utterances."""
        published = (
            [row for row in self.rows if row.index_keys.stored_keys] if self.unpublished else []
        )
        # Older rules may have left keys of an utterance that had the same id and is no more.
        keys = sorted((key, row.id) for row in published for key in row.index_keys.stored_keys)
        insert_missing_pairs(session, UtteranceKey, ("key", "utterance_id"), keys)
        prefilters = [
            {"utterance_id": row.id, "bits": its.bits, "day": its.day, "stems": its.stems}
            for row in published
            for its in [row.prefilter]
        ]
        insert_rows(session, UtterancePrefilter, prefilters)
        self.unpublished = False


def find_or_number(
    session: Session, contents: Mapping[str, NewUtterance]
) -> tuple[dict[str, int], NewUtterances]:
    """Return the ids of utterances by their digests, and those of them that are new.

    A new one is a group of its own and has no quote yet. Only one writer at a time assigns quotes,
    so that no other takes the next id.
    """
    stored: dict[str, int] = {}
    last = 0
    for some in chunks(sorted(contents)):
        for digest, number in session.connection().execute(_BY_DIGESTS, {"digests": some}):
            if digest is None:
                last = number or 0
            elif number is not None:
                stored[digest] = number
    new = [digest for digest in contents if digest not in stored]
    rows = tuple(_new_row(number, contents[digest]) for number, digest in enumerate(new, last + 1))
    return stored | {row.digest: row.id for row in rows}, NewUtterances(rows, contents)


def mark_current(session: Session, ids: Iterable[int]) -> None:
    """Mark utterances as stored under the present version of the rules."""
    for some in chunks(sorted(set(ids))):
        older = update(Utterance).where(Utterance.id.in_(some), Utterance.version < VERSION)
        session.execute(older.values(version=VERSION))


def load(session: Session, ids: Iterable[int]) -> list[UtteranceRow]:
    """Return the rows of utterances, in the order of their ids."""
    rows: list[UtteranceRow] = []
    for some in chunks(sorted(set(ids))):
        rows += _read(session.connection().execute(_BY_IDS, {"ids": some}).all())
    return rows


def of_quotes(session: Session, quote_ids: Collection[UUID]) -> list[UtteranceRow]:
    """Return the utterances of quotes, in the order of their ids."""
    rows: list[UtteranceRow] = []
    for some in chunks(sorted(quote_ids)):
        rows += _read(session.execute(_ROWS.where(Utterance.quote_id.in_(some))).all())
    return sorted(rows, key=attrgetter("id"))


def quotes_of(session: Session, ids: Iterable[int]) -> dict[int, UUID]:
    """Return the quotes of utterances, those without a quote left out."""
    quotes: dict[int, UUID] = {}
    for some in chunks(sorted(set(ids))):
        rows = session.connection().execute(_QUOTE_OF, {"ids": some})
        quotes |= {number: quote_id for number, quote_id in rows if quote_id}
    return quotes


def groups_in_quotes(session: Session, quote_ids: Iterable[UUID]) -> dict[int, int]:
    """Return the groups of all utterances of quotes."""
    groups: dict[int, int] = {}
    for some in chunks(sorted(quote_ids)):
        query = select(Utterance.id, Utterance.group_id).where(Utterance.quote_id.in_(some))
        groups |= {row.id: row.group_id for row in session.execute(query)}
    return groups


def groups_with_members(session: Session, group_ids: Iterable[int]) -> set[int]:
    """Return those of the groups that have a member."""
    groups: set[int] = set()
    for some in chunks(sorted(set(group_ids))):
        query = select(Utterance.group_id).distinct().where(Utterance.group_id.in_(some))
        groups.update(session.scalars(query))
    return groups


def join_groups(session: Session, joined: Collection[int], kept: int) -> None:
    """Move all members of some groups into the group that is kept."""
    session.connection().execute(_JOIN_GROUPS, {"joined": sorted(joined), "kept": kept})


def set_groups(session: Session, rows: Sequence[UtteranceRow], group_id: int) -> None:
    """Give utterances this group."""
    changed = [{"id": row.id, "group_id": group_id} for row in rows if row.group_id != group_id]
    if changed:
        session.execute(update(Utterance), changed)


def without_occurrence(session: Session, ids: Iterable[int]) -> set[int]:
    """Return those of the utterances that no occurrence has any more."""
    wanted = set(ids)
    for some in chunks(sorted(wanted)):
        query = select(Occurrence.utterance_id).distinct().where(Occurrence.utterance_id.in_(some))
        wanted -= set(session.scalars(query))
    return wanted


def remove(session: Session, rows: Sequence[UtteranceRow]) -> None:
    """Delete utterances with their keys and prefilters.

    The keys are computed once more, which spares an index of keys by utterance. Keys that older
    rules made stay, lead to no row or to a wrong one, and `onrecord recluster` deletes them.
    """
    for row in rows:
        its_keys = (
            UtteranceKey.key.in_(row.index_keys.stored_keys),
            UtteranceKey.utterance_id == row.id,
        )
        session.execute(delete(UtteranceKey).where(*its_keys))
    for some in chunks([row.id for row in rows]):
        session.execute(delete(UtterancePrefilter).where(UtterancePrefilter.utterance_id.in_(some)))
        session.execute(delete(Utterance).where(Utterance.id.in_(some)))


def _read(rows: Iterable[tuple[Any, ...]]) -> list[UtteranceRow]:
    # By position, which takes a third of the time that names take.
    return [
        UtteranceRow(number, digest, form, without_initials(by), source, day, judged, group, quote)
        for number, digest, form, by, source, day, judged, group, quote in rows
    ]


def _new_row(number: int, content: NewUtterance) -> UtteranceRow:
    return UtteranceRow(
        id=number,
        digest=content.digest,
        form=content.form,
        speakers=without_initials(content.speakers),
        source=content.source,
        day=content.day,
        judged=content.judged,
        group_id=number,
        quote_id=None,
    )


def _values(row: UtteranceRow, content: NewUtterance) -> dict[str, Any]:
    values = {column: getattr(content, column) for column in _CONTENT}
    own = {"id": row.id, "group_id": row.group_id, "quote_id": row.quote_id}
    return {**values, **own, "version": VERSION}
