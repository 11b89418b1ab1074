"""Write rows of `speakers` and `speaker_aliases`, and look up keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import ListClock, Quotation, QuotationSpeaker, Speaker, SpeakerAlias, SpeakerOrder
from models.base import new_id
from service.speakers.names.printed_names import alias_lookup_key, parse_printed_name
from service.speakers.registry_rules import is_provisional
from service.storage.db.bulk import AnyRow, chunks, get_or_create_locked, in_array, insert_missing
from service.storage.inputs import SpeakerSeed
from service.text.name_key import name_key

NameAndKind = tuple[str, str]
"""A speaker's name and kind, as one article has them."""

_LOCKED = (
    "id",
    "name_key",
    "curated",
    "listed_name",
    "listed_kind",
    "listed_wikidata_id",
    "name",
    "sort_key",
    "wikidata_id",
    "notes",
    "successor_id",
    "kind",
)

NO_NAMES: Mapping[str, NameAndKind] = MappingProxyType({})


_ALIASES = select(
    SpeakerAlias.speaker_id,
    SpeakerAlias.alias_key,
    SpeakerAlias.alias,
    SpeakerAlias.listed,
    SpeakerAlias.active,
).where(in_array(SpeakerAlias.speaker_id, "ids"))


@dataclass(frozen=True, slots=True)
class StoredAlias:
    """A row of `speaker_aliases`."""

    key: str
    alias: str
    listed: bool
    """Whether a newsroom's own list gives it."""
    active: bool


def get_or_create_speakers(session: Session, keys: Iterable[str]) -> dict[str, UUID]:
    """Insert speakers that are missing, lock all of them by key, and return their ids by key."""
    return {key: row.id for key, row in lock_speakers(session, keys).items()}


def lock_speakers(
    session: Session, keys: Iterable[str], names: Mapping[str, NameAndKind] = NO_NAMES
) -> dict[str, AnyRow]:
    """Insert speakers that are missing, lock all of them by key, and return their rows by key.

    A new row's name and kind stay until `registry.profiles` refreshes them. Where these are right
    already, the row is written once.

    Args:
        session: The transaction.
        keys: The keys of the speakers.
        names: What new speakers are likely to be called, by their keys.
    """
    rows = [
        {
            "id": new_id(),
            "name_key": key,
            "provisional": is_provisional(key),
            "successor_id": None,
            "curated": False,
            "name": name,
            "sort_key": name_key(name) if key in names else "",
            "kind": kind,
        }
        for key in sorted(set(keys))
        for name, kind in [names.get(key, (key, "person"))]
    ]
    locked = get_or_create_locked(session, Speaker, rows, key=["name_key"], returning=_LOCKED)
    return {row.name_key: row for row in locked}


def speaker_keys(session: Session, speaker_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the keys of speakers by their ids."""
    found: dict[UUID, str] = {}
    for some in chunks(sorted(speaker_ids)):
        query = select(Speaker.id, Speaker.name_key).where(Speaker.id.in_(some))
        found |= {row.id: row.name_key for row in session.execute(query)}
    return found


def clear_successor(session: Session, key: str) -> None:
    """Make a speaker redirect to no other, until its quotations are linked again."""
    session.execute(update(Speaker).where(Speaker.name_key == key).values(successor_id=None))


def stored_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Return those of the speakers' keys that have a row."""
    found: set[str] = set()
    for some in chunks(sorted(set(keys))):
        query = select(Speaker.name_key).where(Speaker.name_key.in_(some))
        found.update(session.scalars(query))
    return found


def speakers_in(session: Session, article_ids: Collection[UUID]) -> frozenset[str]:
    """Return the keys of the speakers whom articles quote now."""
    found: set[str] = set()
    for some in chunks(sorted(article_ids)):
        query = (
            select(Speaker.name_key)
            .distinct()
            .join(QuotationSpeaker, QuotationSpeaker.speaker_id == Speaker.id)
            .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
            .where(Quotation.article_id.in_(some))
        )
        found.update(session.scalars(query))
    return frozenset(found)


def store_seeds(session: Session, seeds: Sequence[SpeakerSeed]) -> tuple[set[str], set[str]]:
    """Store listed speakers and their aliases.

    Returns:
        The keys of the speakers, and the keys of all their names.
    """
    by_key = {key: seed for seed in seeds if (key := parse_printed_name(seed.name, seed.kind).key)}
    ids = get_or_create_speakers(session, by_key)
    names = set(by_key)
    for key, seed in sorted(by_key.items()):
        listed = {"curated": True, "listed_name": seed.name, "listed_kind": seed.kind}
        if seed.wikidata_id is not None:
            listed["listed_wikidata_id"] = seed.wikidata_id
        session.execute(update(Speaker).where(Speaker.id == ids[key]).values(**listed))
        aliases = {alias_lookup_key(alias, seed.kind): alias for alias in seed.aliases}
        for alias_key, alias in sorted(aliases.items()):
            if alias_key and alias_key != key:
                names.add(alias_key)
                _store_listed_alias(session, ids[key], alias_key, alias)
    return set(by_key), names


def _store_listed_alias(session: Session, speaker_id: UUID, alias_key: str, alias: str) -> None:
    row = {"speaker_id": speaker_id, "alias_key": alias_key, "alias": alias}
    row |= {"listed": True, "active": True}
    key = ["speaker_id", "alias_key"]
    if not insert_missing(session, SpeakerAlias, row, key=key):
        session.execute(
            update(SpeakerAlias)
            .where(SpeakerAlias.speaker_id == speaker_id, SpeakerAlias.alias_key == alias_key)
            .values(listed=True, alias=alias)
        )


def aliases_of(session: Session, speaker_ids: Iterable[UUID]) -> dict[UUID, list[StoredAlias]]:
    """Return the aliases of speakers, active or not."""
    found: dict[UUID, list[StoredAlias]] = {}
    for some in chunks(sorted(speaker_ids)):
        for row in session.connection().execute(_ALIASES, {"ids": some}):
            found.setdefault(row[0], []).append(StoredAlias(row[1], row[2], row[3], row[4]))
    return found


def set_aliases(
    session: Session, speaker_id: UUID, names: Mapping[str, str], *, stored: Sequence[StoredAlias]
) -> list[dict[str, Any]]:
    """Make these names, under their keys, the only active aliases of a speaker.

    Listed aliases keep their spelling. Where they are inactive they keep their rows as well, so
    that they can become active again.

    Args:
        session: The transaction.
        speaker_id: The speaker.
        names: The names, by their keys.
        stored: The aliases that the speaker has.

    Returns:
        The rows to insert, which the caller collects for all speakers.
    """
    for row in stored:
        where = (SpeakerAlias.speaker_id == speaker_id, SpeakerAlias.alias_key == row.key)
        active = row.key in names
        alias = row.alias if row.listed else names.get(row.key)
        if not active and not row.listed:
            session.execute(delete(SpeakerAlias).where(*where))
        elif (active, alias) != (row.active, row.alias):
            session.execute(update(SpeakerAlias).where(*where).values(active=active, alias=alias))
    missing = sorted(set(names) - {row.key for row in stored})
    return [
        {
            "speaker_id": speaker_id,
            "alias_key": alias_key,
            "alias": names[alias_key],
            "listed": False,
            "active": True,
        }
        for alias_key in missing
    ]


@contextmanager
def leaving_no_names(session: Session) -> Iterator[None]:
    """Delete the former names that are logged within, and refuse the cursors from before that.

    A name that only a deleted or replaced article held must leave nothing.
    """
    clock = select(ListClock.number).where(ListClock.list == Speaker.__tablename__)
    before = session.scalar(clock) or 0
    yield
    now = session.scalar(clock) or 0
    if now > before:
        session.execute(delete(SpeakerOrder).where(SpeakerOrder.number > before))
        of_speakers = ListClock.list == Speaker.__tablename__
        session.execute(update(ListClock).where(of_speakers).values(forgotten=now))
