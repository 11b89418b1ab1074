"""Refresh what the rows of `speakers` say, and delete speakers that nothing needs any more.

Names, kinds and aliases are derived from lists, judgements and articles. They are computed from
these each time, so that the order in which articles came leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from models import Judgement, QuotationSpeaker, Speaker, SpeakerAlias
from models.judgements import DESCRIBE, HOLDS, SPLIT
from service.speakers.names.printed_names import alias_lookup_key
from service.speakers.registry_rules import SpeakerJudgements
from service.storage.db.bulk import AnyRow, AnySelect, chunks, delete_with_redirects
from service.storage.registry.link_speakers import find_judged_keys
from service.storage.tables.speakers import set_aliases
from service.text.name_key import longer_name, name_key

NameAndKind = tuple[str, str]
"""A speaker's name and kind, as one article has them."""

_FIELDS = ("name", "kind", "wikidata_id", "notes")

# Where articles disagree about a speaker's kind, the first of these wins.
_KINDS = ("person", "organization", "group", "anonymous")


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
    for some in chunks(keys):
        ids = [speaker_ids[key] for key in some]
        quoted = _load_names(
            session, QuotationSpeaker.speaker_id, QuotationSpeaker.speaker_id.in_(ids)
        )
        printed = _load_names(
            session,
            QuotationSpeaker.name_key,
            # A surname alone means a provisional speaker, not one who has the word as a name.
            and_(QuotationSpeaker.name_key.in_(some), ~QuotationSpeaker.alone),
        )
        for row in session.execute(_stored(ids)).all():
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
                delete_with_redirects(session, Speaker, [row.id])
                continue
            changes = descriptions.get(key, [])
            # The speaker's own name says more than one that a split or an article gave.
            given = [(each["name"], each["kind"]) for each in changes if each["by"] == SPLIT]
            names = printed.get(key) or given or quoted.get(row.id, [])
            _refresh(session, row, successor, changes, names)


def _refresh(
    session: Session,
    row: AnyRow,
    successor_id: UUID | None,
    changes: Sequence[Mapping[str, Any]],
    names: Sequence[NameAndKind],
) -> None:
    """Write a speaker's row and aliases. Lists outrank print, and editors outrank lists."""
    values = {
        "name": row.name,
        "kind": row.kind,
        "wikidata_id": row.listed_wikidata_id,
        "notes": None,
        "successor_id": successor_id,
    }
    if names:
        values["name"] = reduce(longer_name, (name for name, _ in names))
        values["kind"] = min((kind for _, kind in names), key=_KINDS.index)
    if row.curated:
        values |= {"name": row.listed_name, "kind": row.listed_kind}
    aliases = _listed_aliases(session, row.id)
    for change in changes:
        if change["by"] == DESCRIBE:
            values |= {field: change[field] for field in _FIELDS if field in change}
            aliases |= _by_key(change.get("add_aliases", ()), values["kind"])
            for removed in _by_key(change.get("remove_aliases", ()), values["kind"]):
                aliases.pop(removed, None)
            if "name" in change:  # articles may print the name that an editor gives
                aliases |= _by_key([change["name"]], values["kind"])
    values["sort_key"] = name_key(values["name"])
    if any(getattr(row, field) != value for field, value in values.items()):
        session.execute(update(Speaker).where(Speaker.id == row.id).values(**values))
    aliases.pop(row.name_key, None)
    set_aliases(session, row.id, aliases)


def _by_key(names: Iterable[str], kind: str) -> dict[str, str]:
    return {key: name for name in names if (key := alias_lookup_key(name, kind))}


def _listed_aliases(session: Session, speaker_id: UUID) -> dict[str, str]:
    rows = session.execute(
        select(SpeakerAlias.alias_key, SpeakerAlias.alias).where(
            SpeakerAlias.speaker_id == speaker_id, SpeakerAlias.listed
        )
    )
    return {row.alias_key: row.alias for row in rows}


def _stored(speaker_ids: Sequence[UUID]) -> AnySelect:
    return select(
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
    ).where(Speaker.id.in_(speaker_ids))


def _load_names(
    session: Session, column: Any, where: ColumnElement[bool]
) -> dict[Any, list[NameAndKind]]:
    query = select(column, QuotationSpeaker.name, QuotationSpeaker.kind).distinct().where(where)
    found: dict[Any, list[NameAndKind]] = {}
    for key, name, kind in session.execute(query):
        if name is not None:
            found.setdefault(key, []).append((name, kind))
    return found


def _load_descriptions(session: Session, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what editors set, added and removed, the earliest first, by speakers' keys."""
    found: dict[str, list[dict[str, Any]]] = {}
    for some in chunks(sorted(set(keys))):
        rows = session.execute(
            select(Judgement.kind, Judgement.subject_key, Judgement.object_key, Judgement.changes)
            .where(
                HOLDS,
                or_(
                    (Judgement.kind == DESCRIBE) & Judgement.subject_key.in_(some),
                    (Judgement.kind == SPLIT) & Judgement.object_key.in_(some),
                ),
            )
            .order_by(Judgement.number)
        )
        for row in rows:
            key = row.subject_key if row.kind == DESCRIBE else row.object_key or ""
            if row.kind == SPLIT and "name" not in row.changes:
                continue
            found.setdefault(key, []).append({"by": row.kind, **row.changes})
    return found
