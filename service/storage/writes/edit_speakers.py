"""Store editors' judgements about speakers, and recompute what follows from them.

Each function needs a transaction of its own, because it locks the whole registry. Speakers are
given by id, must be stored, and are kept by key in the judgement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Judgement,
    Occurrence,
    QuotationSpeaker,
    Speaker,
    SpeakerAlias,
)
from models.judgements import DESCRIBE, MERGE, NEVER_SAME, SPLIT
from service.dedup.stored_form import occurrence_key
from service.errors import Conflict, InvalidRequest, NotFound
from service.speakers.names.printed_names import alias_lookup_key, parse_printed_name
from service.speakers.registry_rules import is_provisional, name_in_key
from service.storage.db import locks
from service.storage.inputs import EditedBy, SpeakerChange, SpeakerSeed
from service.storage.reads.given_away import PRINTED_SPEAKERS
from service.storage.reads.redirects import follow_redirects, require_current
from service.storage.reads.speakers import get_speaker, with_name
from service.storage.registry.link_speakers import find_name_owners, load_speaker_judgements
from service.storage.tables import speakers
from service.storage.tables.judgements import NamedOccurrence, add_judgement, articles_named
from service.storage.versions import require_seen
from service.storage.writes.reassign import affected_by_edit, reassign

KeyAndId = tuple[str, UUID]
"""A speaker's key and id."""

_NO_NAME = "A name has neither letter nor digit."


def describe_speaker(
    session: Session, speaker_id: UUID, change: SpeakerChange, edited_by: EditedBy
) -> UUID:
    """Change a speaker's fields and names, and return the judgement's id.

    Args:
        session: The transaction.
        speaker_id: The speaker.
        change: The fields to change, and the aliases to add and to remove.
        edited_by: Who decides, and why.

    Raises:
        InvalidRequest: A new name has neither letter nor digit.
        Conflict: Another speaker has the new name. The two should be merged.
    """
    subject = _lock_and_require(session, speaker_id, edited_by)
    kind = change.fields.get("kind") or _kind(session, speaker_id)
    name = change.fields.get("name")
    if not all(
        alias_lookup_key(new, kind) for new in (name, *change.add_aliases) if new is not None
    ):
        raise InvalidRequest(_NO_NAME)
    if name is not None and set(session.scalars(with_name(name))) - {speaker_id}:
        raise Conflict("Another speaker has this name already. Merge the two instead.")
    changes = {
        **change.fields,
        "add_aliases": list(change.add_aliases),
        "remove_aliases": list(change.remove_aliases),
    }
    judgement_id = add_judgement(session, DESCRIBE, subject, edited_by, changes=changes)
    _reassign_names(session, subject, changes, kind)
    return judgement_id


def merge_speakers(session: Session, kept_id: UUID, other_id: UUID, edited_by: EditedBy) -> UUID:
    """Merge the second speaker into the first, and return the judgement's id.

    Args:
        session: The transaction.
        kept_id: The speaker that stays.
        other_id: The speaker whose id redirects from then on.
        edited_by: Who decides, and why.

    Raises:
        Conflict: They are one speaker already, or an editor said that they are never the same.
    """
    kept = _lock_and_require(session, kept_id, edited_by)
    other = _current(session, other_id)
    _refuse_same(kept, other)
    if not load_speaker_judgements(session).may_be_same(kept[0], other[0]):
        raise Conflict("A judgement says that these two are never the same. Undo it first.")
    judgement_id = add_judgement(session, MERGE, other, edited_by, other=kept)
    _reassign_speakers(session, [kept, other], moving=[other])
    return judgement_id


def split_speaker(
    session: Session,
    speaker_id: UUID,
    occurrence_ids: Collection[UUID],
    edited_by: EditedBy,
    *,
    to_id: UUID | None = None,
    name: str | None = None,
) -> UUID:
    """Give some of a speaker's occurrences to another speaker.

    Args:
        session: The transaction.
        speaker_id: The speaker who has the occurrences.
        occurrence_ids: The occurrences.
        edited_by: Who decides.
        to_id: The other speaker, if it is stored.
        name: Else the other speaker's name. A speaker is created where none has it.

    Returns:
        The judgement's id.

    Raises:
        Conflict: Both are the same speaker, or an occurrence is not this speaker's.
    """
    subject = _lock_and_require(session, speaker_id, edited_by)
    changes: dict[str, Any] = {}
    if to_id is not None:
        other = _current(session, to_id)
    else:
        kind = _kind(session, speaker_id)
        changes = {"name": name, "kind": kind}
        other = _get_or_create_named(session, name or "", kind)
    _refuse_same(subject, other)
    named = _name_occurrences(session, speaker_id, occurrence_ids)
    judgement_id = add_judgement(
        session, SPLIT, subject, edited_by, other=other, changes=changes, named=named
    )
    found = affected_by_edit(session, article_ids=articles_named(session, judgement_id))
    reassign(session, found, speaker_keys={subject[0], other[0]})
    return judgement_id


def keep_apart(session: Session, speaker_id: UUID, other_id: UUID, edited_by: EditedBy) -> UUID:
    """Say that two speakers are never the same, and return the judgement's id.

    Args:
        session: The transaction.
        speaker_id: The first speaker.
        other_id: The other speaker.
        edited_by: Who decides, and why.

    Raises:
        Conflict: They are one speaker already.
    """
    subject = _lock_and_require(session, speaker_id, edited_by)
    other = _current(session, other_id)
    _refuse_same(subject, other)
    judgement_id = add_judgement(session, NEVER_SAME, subject, edited_by, other=other)
    _reassign_speakers(session, [subject, other], moving=[])
    return judgement_id


def undo_speaker_judgement(session: Session, judgement: Judgement) -> None:
    """Recompute what a judgement that was marked as undone had changed."""
    parties = _parties(session, judgement)
    if judgement.kind == MERGE:
        speakers.clear_successor(session, judgement.subject_key or "")
    if judgement.kind == DESCRIBE:
        kind = judgement.changes.get("kind") or "person"
        subject = (judgement.subject_key or "", judgement.subject_id)
        _reassign_names(session, subject, judgement.changes, kind)
    elif judgement.kind == SPLIT:
        found = affected_by_edit(session, article_ids=articles_named(session, judgement.id))
        reassign(session, found, speaker_keys={key for key, _ in parties})
    else:
        moving = parties if judgement.kind == MERGE else []
        _reassign_speakers(session, parties, moving=moving)


def load_speakers(session: Session, seeds: list[SpeakerSeed]) -> None:
    """Store a newsroom's own speakers, and reassign quotations that their names may change."""
    locks.lock_registry_exclusive(session)
    keys, names = speakers.store_seeds(session, seeds)
    reassign(session, (), speaker_keys=keys)  # aliases first: they decide the rest
    found = affected_by_edit(session, name_keys=names, surnames=_surnames(names))
    reassign(session, found, speaker_keys=keys)


def _reassign_names(
    session: Session, subject: KeyAndId, changes: dict[str, Any], kind: str
) -> None:
    names = [*changes.get("add_aliases", ()), *changes.get("remove_aliases", ())]
    names += [changes["name"]] if changes.get("name") else []
    keys = {alias_lookup_key(name, kind) for name in names}
    reassign(session, (), speaker_keys={subject[0]})  # aliases first: they decide the rest
    found = affected_by_edit(
        session,
        # A description makes a provisional speaker one of its own. Undoing it ends that.
        speaker_ids=[subject[1]] if is_provisional(subject[0]) else [],
        name_keys=keys,
        surnames=_surnames(keys),
    )
    reassign(session, found, speaker_keys={subject[0]})


def _reassign_speakers(
    session: Session, parties: list[KeyAndId], *, moving: list[KeyAndId]
) -> None:
    ids = [speaker_id for _, speaker_id in parties]
    aliases = select(SpeakerAlias.alias_key).where(SpeakerAlias.speaker_id.in_(ids))
    names = {key for key, _ in parties} | set(session.scalars(aliases))
    found = affected_by_edit(
        session,
        speaker_ids=[speaker_id for _, speaker_id in moving],
        name_keys=names,
        surnames=_surnames(names),
    )
    reassign(session, found, speaker_keys={key for key, _ in parties})


def _lock_and_require(session: Session, speaker_id: UUID, edited_by: EditedBy) -> KeyAndId:
    locks.lock_registry_exclusive(session)
    require_current(session, Speaker, speaker_id)
    require_seen(edited_by.seen, lambda: get_speaker(session, speaker_id))
    return speakers.speaker_keys(session, [speaker_id])[speaker_id], speaker_id


def _current(session: Session, speaker_id: UUID) -> KeyAndId:
    current = follow_redirects(session, Speaker, speaker_id)
    if current is None:
        raise NotFound("The other speaker is not stored.")
    return speakers.speaker_keys(session, [current])[current], current


def _get_or_create_named(session: Session, name: str, kind: str) -> KeyAndId:
    key = parse_printed_name(name, kind).key
    if not key:
        raise InvalidRequest(_NO_NAME)
    judgements = load_speaker_judgements(session)
    key = judgements.follow_merges(find_name_owners(session, [key], judgements).get(key, key))
    return key, speakers.get_or_create_speakers(session, [key])[key]


def _parties(session: Session, judgement: Judgement) -> list[KeyAndId]:
    keys = {key for key in (judgement.subject_key, judgement.object_key) if key}
    ids = set(session.scalars(select(Speaker.id).where(Speaker.name_key.in_(keys))))
    ids |= {current for id_ in ids if (current := follow_redirects(session, Speaker, id_))}
    return [(key, speaker_id) for speaker_id, key in speakers.speaker_keys(session, ids).items()]


def _name_occurrences(
    session: Session, speaker_id: UUID, occurrence_ids: Collection[UUID]
) -> list[NamedOccurrence]:
    rows = session.execute(
        PRINTED_SPEAKERS.where(
            Occurrence.id.in_(occurrence_ids), QuotationSpeaker.speaker_id == speaker_id
        )
    ).all()
    if not rows or {row.id for row in rows} != set(occurrence_ids):
        raise Conflict("Not all of these occurrences are this speaker's.")
    return [
        NamedOccurrence(
            place=occurrence_key(row.outlet_key, row.article_key, row.text),
            outlet_key=row.outlet_key,
            article_key=row.article_key,
            name_key=row.name_key,
        )
        for row in rows
    ]


def _refuse_same(speaker: KeyAndId, other: KeyAndId) -> None:
    if speaker == other:
        raise Conflict("Both are the same speaker.")


def _kind(session: Session, speaker_id: UUID) -> str:
    return session.scalars(select(Speaker.kind).where(Speaker.id == speaker_id)).one()


def _surnames(names: Iterable[str]) -> set[str]:
    printed = (name_in_key(name) for name in names)
    return {surname for name in printed if (surname := parse_printed_name(name, "person").surname)}
