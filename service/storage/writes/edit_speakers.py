"""What editors decide about speakers. Each decision is a judgement, and all that follows from it.

Each function wants a transaction of its own, takes the whole registry, and files anew what the
decision touches. What a decision names by id must be there; it is kept by key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Article,
    Judgement,
    Occurrence,
    Outlet,
    QuotationSpeaker,
    Speaker,
    SpeakerAlias,
)
from service.dedup.stored_form import occurrence_key
from service.errors import Conflict, InvalidRequest, NotFound
from service.speakers.names.printed_names import alias_lookup_key, parse_printed_name
from service.storage.db import locks
from service.storage.inputs import Ruling, SpeakerChange, SpeakerSeed
from service.storage.reads import speakers as speaker_reads
from service.storage.registry import affected, link_speakers
from service.storage.registry.link_speakers import is_provisional
from service.storage.tables import judgements, speakers
from service.storage.tables.decisions import DESCRIBE, MERGE, NEVER_SAME, SPLIT, load_rulings
from service.storage.tables.judgements import Named
from service.storage.writes import reassign

Party = tuple[str, UUID]
"""A speaker's key and id."""

_NAMELESS = "A name has neither letter nor digit."


def describe(session: Session, speaker_id: UUID, change: SpeakerChange, ruling: Ruling) -> UUID:
    """A speaker's id and what to change -> the judgement's id.

    Raises:
        InvalidRequest: a new name is no name.
        Conflict: the new name is another speaker's; the two are rather to be merged.
    """
    subject = _subject(session, speaker_id)
    kind = change.fields.get("kind") or _kind(session, speaker_id)
    name = change.fields.get("name")
    if not all(
        alias_lookup_key(new, kind) for new in (name, *change.add_aliases) if new is not None
    ):
        raise InvalidRequest(_NAMELESS)
    if name is not None and _bearers(session, name) - {speaker_id}:
        raise Conflict("Another speaker has this name already. Merge the two instead.")
    changes = {
        **change.fields,
        "add_aliases": list(change.add_aliases),
        "remove_aliases": list(change.remove_aliases),
    }
    made = judgements.add(session, DESCRIBE, subject, ruling, changes=changes)
    _file_names(session, subject, changes, kind)
    return made


def merge(session: Session, kept_id: UUID, other_id: UUID, ruling: Ruling) -> UUID:
    """Two speakers' ids -> the judgement's id; the second is the first from now on.

    Raises:
        Conflict: they are one already, or an editor said that they are never the same.
    """
    kept = _subject(session, kept_id)
    other = _party(session, other_id)
    _refuse_same(kept, other)
    if not load_rulings(session).may_be(kept[0], other[0]):
        raise Conflict("A judgement says that these two are never the same. Undo it first.")
    made = judgements.add(session, MERGE, other, ruling, other=kept)
    _file_speakers(session, [kept, other], moving=[other])
    return made


def split(
    session: Session,
    speaker_id: UUID,
    occurrence_ids: Collection[UUID],
    ruling: Ruling,
    *,
    to_id: UUID | None = None,
    name: str | None = None,
) -> UUID:
    """A speaker's id and some of the occurrences -> the judgement's id; they are another's now.

    The other is a speaker that is there (`to_id`), or the one known by `name`, made where missing.

    Raises:
        Conflict: the other is the same speaker, or an occurrence is not this speaker's.
    """
    subject = _subject(session, speaker_id)
    changes: dict[str, Any] = {}
    if to_id is not None:
        other = _party(session, to_id)
    else:
        kind = _kind(session, speaker_id)
        changes = {"name": name, "kind": kind}
        other = _named_party(session, name or "", kind)
    _refuse_same(subject, other)
    moved = _moved(session, speaker_id, occurrence_ids)
    made = judgements.add(
        session, SPLIT, subject, ruling, other=other, changes=changes, named=moved
    )
    found = affected.affected(session, article_ids=judgements.articles_named(session, made))
    reassign.file(session, found, touched={subject[0], other[0]})
    return made


def never_same(session: Session, speaker_id: UUID, other_id: UUID, ruling: Ruling) -> UUID:
    """Two speakers' ids -> the judgement's id; neither rule nor editor makes them one.

    Raises:
        Conflict: they are one already.
    """
    subject, other = _subject(session, speaker_id), _party(session, other_id)
    _refuse_same(subject, other)
    made = judgements.add(session, NEVER_SAME, subject, ruling, other=other)
    _file_speakers(session, [subject, other], moving=[])
    return made


def follow_undone(session: Session, judgement: Judgement) -> None:
    """A judgement of speakers that no longer holds -> all is as if it had never been made."""
    parties = _parties(session, judgement)
    if judgement.kind == MERGE:
        speakers.release(session, judgement.subject_key or "")
    match judgement.kind:
        case "describe":
            kind = judgement.changes.get("kind") or "person"
            subject = (judgement.subject_key or "", judgement.subject_id)
            _file_names(session, subject, judgement.changes, kind)
        case "split":
            articles = judgements.articles_named(session, judgement.id)
            found = affected.affected(session, article_ids=articles)
            reassign.file(session, found, touched={key for key, _ in parties})
        case _:
            _file_speakers(session, parties, moving=parties if judgement.kind == MERGE else [])


def list_speakers(session: Session, seeds: list[SpeakerSeed]) -> None:
    """A newsroom's own speakers -> listed, and what was filed without them is filed anew."""
    locks.lock_registry_exclusive(session)
    keys, names = speakers.list_seeds(session, seeds)
    reassign.file(session, (), touched=keys)  # aliases first: they decide what follows
    found = affected.affected(session, name_keys=names, surnames=_surnames(names))
    reassign.file(session, found, touched=keys)


def _file_names(session: Session, subject: Party, changes: dict[str, Any], kind: str) -> None:
    names = [*changes.get("add_aliases", ()), *changes.get("remove_aliases", ())]
    names += [changes["name"]] if changes.get("name") else []
    reassign.file(session, (), touched={subject[0]})  # aliases first: they decide what follows
    found = affected.affected(
        session,
        # What an editor says of a surname alone makes it somebody, or no longer.
        speaker_ids=[subject[1]] if is_provisional(subject[0]) else [],
        name_keys={alias_lookup_key(name, kind) for name in names},
        surnames=_surnames({alias_lookup_key(name, kind) for name in names}),
    )
    reassign.file(session, found, touched={subject[0]})


def _file_speakers(session: Session, parties: list[Party], *, moving: list[Party]) -> None:
    ids = [speaker_id for _, speaker_id in parties]
    aliases = select(SpeakerAlias.alias_key).where(SpeakerAlias.speaker_id.in_(ids))
    names = {key for key, _ in parties} | set(session.scalars(aliases))
    found = affected.affected(
        session,
        speaker_ids=[speaker_id for _, speaker_id in moving],
        name_keys=names,
        surnames=_surnames(names),
    )
    reassign.file(session, found, touched={key for key, _ in parties})


def _subject(session: Session, speaker_id: UUID) -> Party:
    locks.lock_registry_exclusive(session)
    speaker_reads.require(session, speaker_id)
    return speakers.keys_of(session, [speaker_id])[speaker_id], speaker_id


def _party(session: Session, speaker_id: UUID) -> Party:
    now = speaker_reads.successor_of(session, speaker_id)
    if now is None:
        raise NotFound("The other speaker is not stored.")
    return speakers.keys_of(session, [now])[now], now


def _named_party(session: Session, name: str, kind: str) -> Party:
    key = parse_printed_name(name, kind).key
    if not key:
        raise InvalidRequest(_NAMELESS)
    rulings = load_rulings(session)
    key = rulings.follow(link_speakers.known_names(session, [key], rulings).get(key, key))
    return key, speakers.hold(session, [key])[key]


def _parties(session: Session, judgement: Judgement) -> list[Party]:
    keys = {key for key in (judgement.subject_key, judgement.object_key) if key}
    ids = set(session.scalars(select(Speaker.id).where(Speaker.name_key.in_(keys))))
    ids |= {now for one in ids if (now := speaker_reads.successor_of(session, one))}
    return [(key, speaker_id) for speaker_id, key in speakers.keys_of(session, ids).items()]


def _moved(session: Session, speaker_id: UUID, occurrence_ids: Collection[UUID]) -> list[Named]:
    rows = session.execute(
        select(
            Occurrence.id,
            Occurrence.text,
            Outlet.key.label("outlet_key"),
            Article.key.label("article_key"),
            QuotationSpeaker.name_key,
        )
        .join(Article, Article.id == Occurrence.article_id)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .join(QuotationSpeaker, QuotationSpeaker.quotation_id == Occurrence.quotation_id)
        .where(Occurrence.id.in_(occurrence_ids), QuotationSpeaker.speaker_id == speaker_id)
    ).all()
    if not rows or {row.id for row in rows} != set(occurrence_ids):
        raise Conflict("Not all of these occurrences are this speaker's.")
    return [
        Named(
            place=occurrence_key(row.outlet_key, row.article_key, row.text),
            outlet_key=row.outlet_key,
            article_key=row.article_key,
            name_key=row.name_key,
        )
        for row in rows
    ]


def _refuse_same(one: Party, other: Party) -> None:
    if one == other:
        raise Conflict("Both are the same speaker.")


def _kind(session: Session, speaker_id: UUID) -> str:
    return session.scalars(select(Speaker.kind).where(Speaker.id == speaker_id)).one()


def _bearers(session: Session, name: str) -> set[UUID]:
    return set(session.scalars(speaker_reads.named(name)))


def _surnames(names: Iterable[str]) -> set[str]:
    printed = (link_speakers.printed_part(name) for name in names)
    return {surname for name in printed if (surname := parse_printed_name(name, "person").surname)}
