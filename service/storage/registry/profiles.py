"""Refresh what the rows of `speakers` say, and delete speakers that nothing needs any more.

Names, kinds and aliases are derived from lists, judgements and articles. They are computed from
these each time, so that the order in which articles came leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Judgement, QuotationSpeaker, Speaker, SpeakerAlias
from models.judgements import DESCRIBE, HOLDS, SPLIT
from service.speakers.names.printed_names import alias_lookup_key
from service.speakers.registry_rules import SpeakerJudgements, likely_profile
from service.storage.db.bulk import (
    AnyRow,
    AnySelect,
    chunks,
    delete_with_redirects,
    in_array,
    insert_rows,
    update_rows,
)
from service.storage.registry.link_speakers import find_judged_keys
from service.storage.tables.speakers import NameAndKind, aliases_of, set_aliases
from service.text.name_key import name_key

_FIELDS = ("name", "kind", "wikidata_id", "notes")

_QUOTED = (
    select(QuotationSpeaker.speaker_id, QuotationSpeaker.name, QuotationSpeaker.kind)
    .distinct()
    .where(in_array(QuotationSpeaker.speaker_id, "keys"))
)
# A surname alone means a provisional speaker, not one who has the word as a name.
_PRINTED = (
    select(QuotationSpeaker.name_key, QuotationSpeaker.name, QuotationSpeaker.kind)
    .distinct()
    .where(in_array(QuotationSpeaker.name_key, "keys"), ~QuotationSpeaker.alone)
)
_DESCRIPTIONS = (
    select(Judgement.kind, Judgement.subject_key, Judgement.object_key, Judgement.changes)
    .where(
        HOLDS,
        or_(
            (Judgement.kind == DESCRIBE) & in_array(Judgement.subject_key, "keys"),
            (Judgement.kind == SPLIT) & in_array(Judgement.object_key, "keys"),
        ),
    )
    .order_by(Judgement.number)
)
_STORED = select(
    Speaker.id,
    Speaker.name_key,
    Speaker.curated,
    Speaker.listed_name,
    Speaker.listed_kind,
    Speaker.listed_wikidata_id,
    Speaker.name,
    Speaker.sort_key,
    Speaker.kind,
    Speaker.wikidata_id,
    Speaker.notes,
    Speaker.successor_id,
).where(in_array(Speaker.id, "ids"))


def refresh_speakers(
    session: Session,
    speaker_ids: Mapping[str, UUID],
    *,
    judgements: SpeakerJudgements,
    moved: Mapping[UUID, UUID],
) -> None:
    """Recompute the rows of these speakers.

    A speaker stays if an article quotes it, a list holds it or a judgement names it. The id of one
    whose quotations all went to another speaker redirects there. Others are deleted.

    Args:
        session: The transaction.
        speaker_ids: The ids of the speakers by their keys. Their rows must be locked.
        judgements: The judgements that hold.
        moved: Speakers whose quotations all went to one other speaker, and that speaker.
    """
    keys = sorted(speaker_ids)
    judged = find_judged_keys(session, keys)
    descriptions = _load_descriptions(session, keys)
    gone: list[UUID] = []
    for some in chunks(keys):
        ids = [speaker_ids[key] for key in some]
        quoted = _load_names(session, _QUOTED, ids)
        printed = _load_names(session, _PRINTED, some)
        aliases = aliases_of(session, ids)
        changed: list[dict[str, Any]] = []
        new_aliases: list[dict[str, Any]] = []
        for row in session.connection().execute(_STORED, {"ids": ids}).all():
            key = row.name_key
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
    session: Session, statement: AnySelect, keys: Sequence[Any]
) -> dict[Any, list[NameAndKind]]:
    found: dict[Any, list[NameAndKind]] = {}
    for key, name, kind in session.connection().execute(statement, {"keys": keys}):
        if name is not None:
            found.setdefault(key, []).append((name, kind))
    return found


def _load_descriptions(session: Session, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what editors set, added and removed, the earliest first, by speakers' keys."""
    found: dict[str, list[dict[str, Any]]] = {}
    for some in chunks(sorted(set(keys))):
        rows = session.connection().execute(_DESCRIPTIONS, {"keys": some})
        for row in rows:
            key = row.subject_key if row.kind == DESCRIBE else row.object_key or ""
            if row.kind == SPLIT and "name" not in row.changes:
                continue
            found.setdefault(key, []).append({"by": row.kind, **row.changes})
    return found
