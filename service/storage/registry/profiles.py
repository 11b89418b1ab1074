"""Refresh what the rows of `speakers` say, and delete speakers that nothing needs any more.

Names, kinds and aliases are derived from lists, judgements and articles. They are computed from
these each time, so that the order in which articles came leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Uuid, cast, null, or_, select, union_all
from sqlalchemy.orm import Session

from models import Judgement, QuotationSpeaker, Speaker, SpeakerAlias
from models.judgements import DESCRIBE, HOLDS, MERGE, SPLIT
from service.speakers.names.printed_names import alias_lookup_key
from service.speakers.registry_rules import SpeakerJudgements, likely_profile
from service.storage.db.bulk import (
    AnyRow,
    chunks,
    delete_with_redirects,
    in_array,
    insert_rows,
    update_rows,
)
from service.storage.tables.speakers import NameAndKind, aliases_of, set_aliases
from service.text.name_key import name_key

_FIELDS = ("name", "kind", "wikidata_id", "notes")

# What articles call speakers, by the speakers' ids, and by the names' keys. A surname alone means a
# provisional speaker, not one who has the word as a name.
_NAMES: CompoundSelect[Any] = union_all(
    select(QuotationSpeaker.speaker_id, null(), QuotationSpeaker.name, QuotationSpeaker.kind)
    .distinct()
    .where(in_array(QuotationSpeaker.speaker_id, "ids")),
    select(
        cast(null(), Uuid()),
        QuotationSpeaker.name_key,
        QuotationSpeaker.name,
        QuotationSpeaker.kind,
    )
    .distinct()
    .where(in_array(QuotationSpeaker.name_key, "keys"), ~QuotationSpeaker.alone),
)
_JUDGEMENTS = (
    select(Judgement.kind, Judgement.subject_key, Judgement.object_key, Judgement.changes)
    .where(
        HOLDS,
        Judgement.kind.in_([DESCRIBE, MERGE, SPLIT]),
        or_(in_array(Judgement.subject_key, "keys"), in_array(Judgement.object_key, "keys")),
    )
    .order_by(Judgement.number)
)


def refresh_speakers(
    session: Session,
    speakers: Mapping[str, AnyRow],
    *,
    judgements: SpeakerJudgements,
    moved: Mapping[UUID, UUID],
) -> None:
    """Recompute the rows of these speakers.

    A speaker stays if an article quotes it, a list holds it or a judgement names it. The id of one
    whose quotations all went to another speaker redirects there. Others are deleted.

    Args:
        session: The transaction.
        speakers: The locked rows of the speakers, by their keys.
        judgements: The judgements that hold.
        moved: Speakers whose quotations all went to one other speaker, and that speaker.
    """
    keys = sorted(speakers)
    judged, descriptions = _load_judgements(session, keys)
    gone: list[UUID] = []
    for some in chunks(keys):
        ids = [speakers[key].id for key in some]
        quoted, printed = _load_names(session, ids, some)
        aliases = aliases_of(session, ids)
        changed: list[dict[str, Any]] = []
        new_aliases: list[dict[str, Any]] = []
        for key in some:
            row = speakers[key]
            merged_into = judgements.merges.get(key)
            successor = row.successor_id
            if merged_into is not None:
                successor = session.scalar(
                    select(Speaker.id).where(Speaker.name_key == merged_into)
                )
            elif row.id in quoted or row.curated or key in judged:
                successor = None
            elif row.id in moved:
                successor = moved[row.id]
            elif row.successor_id is None:
                gone.append(row.id)
                continue
            changes = descriptions.get(key, [])
            # The speaker's own name says more than one that a split or an article gave.
            given = [(each["name"], each["kind"]) for each in changes if each["by"] == SPLIT]
            names = printed.get(key) or given or quoted.get(row.id, [])
            stored = aliases.get(row.id, [])
            listed = {alias.key: alias.alias for alias in stored if alias.listed}
            values, active = _profile(row, changes, names, listed)
            values["successor_id"] = successor
            if any(getattr(row, field) != value for field, value in values.items()):
                changed.append({"id": row.id, **values})
            new_aliases += set_aliases(session, row.id, active, stored=stored)
        update_rows(session, Speaker, changed)
        insert_rows(session, SpeakerAlias, new_aliases)
    delete_with_redirects(session, Speaker, gone)


def _profile(
    row: AnyRow,
    changes: Sequence[Mapping[str, Any]],
    names: Sequence[NameAndKind],
    listed: Mapping[str, str],
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a speaker's columns and active aliases. Lists outrank print, editors outrank lists.

    Args:
        row: The stored row.
        changes: What editors decided, the earliest first.
        names: What articles print.
        listed: The aliases that a list gives, by their keys.
    """
    values = {
        "name": row.name,
        "kind": row.kind,
        "wikidata_id": row.listed_wikidata_id,
        "notes": None,
    }
    if names:
        values["name"], values["kind"] = likely_profile(names)
    if row.curated:
        values |= {"name": row.listed_name, "kind": row.listed_kind}
    aliases = dict(listed)
    for change in changes:
        if change["by"] == DESCRIBE:
            values |= {field: change[field] for field in _FIELDS if field in change}
            aliases |= _by_key(change.get("add_aliases", ()), values["kind"])
            for removed in _by_key(change.get("remove_aliases", ()), values["kind"]):
                aliases.pop(removed, None)
            if "name" in change:  # articles may print the name that an editor gives
                aliases |= _by_key([change["name"]], values["kind"])
    values["sort_key"] = name_key(values["name"])
    aliases.pop(row.name_key, None)
    return values, aliases


def _by_key(names: Iterable[str], kind: str) -> dict[str, str]:
    return {key: name for name in names if (key := alias_lookup_key(name, kind))}


def _load_names(
    session: Session, ids: Sequence[UUID], keys: Sequence[str]
) -> tuple[dict[UUID, list[NameAndKind]], dict[str, list[NameAndKind]]]:
    """Return what articles call speakers by their ids, and what they print for names by keys."""
    quoted: dict[UUID, list[NameAndKind]] = {}
    printed: dict[str, list[NameAndKind]] = {}
    rows = session.connection().execute(_NAMES, {"ids": ids, "keys": keys})
    for speaker_id, key, name, kind in rows:
        if name is None:
            continue
        if speaker_id is not None:
            quoted.setdefault(speaker_id, []).append((name, kind))
        else:
            printed.setdefault(key, []).append((name, kind))
    return quoted, printed


def _load_judgements(
    session: Session, keys: Sequence[str]
) -> tuple[set[str], dict[str, list[dict[str, Any]]]]:
    """Return the speakers that a judgement describes, merges or splits, and what editors changed.

    The changes are what editors set, added and removed, the earliest first, by speakers' keys.
    """
    judged: set[str] = set()
    changes: dict[str, list[dict[str, Any]]] = {}
    for some in chunks(keys):
        for row in session.connection().execute(_JUDGEMENTS, {"keys": some}):
            judged.update([row.subject_key, row.object_key or row.subject_key])
            if row.kind == DESCRIBE:
                changes.setdefault(row.subject_key, []).append({"by": DESCRIBE, **row.changes})
            elif row.kind == SPLIT and "name" in row.changes:
                key = row.object_key or ""
                changes.setdefault(key, []).append({"by": SPLIT, **row.changes})
    return judged, changes
