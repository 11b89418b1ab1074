"""Speakers say of themselves what lists, judgements and print add up to, and the unheard go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from models import QuotationSpeaker, Speaker, SpeakerAlias
from service.speakers.names.printed_names import alias_lookup_key
from service.storage.db.bulk import AnyRow, AnySelect, chunks, delete_with_redirects
from service.storage.tables.decisions import DESCRIBE, SPLIT, Rulings, descriptions, ruled
from service.storage.tables.speakers import set_aliases
from service.text.name_key import longer_name, name_key

Printed = tuple[str, str]
"""A name and a kind, as one article has them."""

_FIELDS = ("name", "kind", "wikidata_id", "notes")

# Which kind wins where articles disagree: the one that says most.
_KINDS = ("person", "organization", "group", "anonymous")


def settle(
    session: Session,
    speaker_ids: Mapping[str, UUID],
    *,
    rulings: Rulings,
    moved: Mapping[UUID, UUID],
) -> None:
    """Speakers, locked, and who took all of whose words -> each is described anew.

    Who is neither quoted nor listed nor judged is gone; the id of one whose words all went to
    another speaker leads there. All is told anew, so that the order of arrival leaves no trace.
    """
    keys = sorted(speaker_ids)
    judged = ruled(session, keys)
    told = descriptions(session, keys)
    for some in chunks(keys):
        ids = [speaker_ids[key] for key in some]
        borne = _printed(session, QuotationSpeaker.speaker_id, QuotationSpeaker.speaker_id.in_(ids))
        printed = _printed(
            session,
            QuotationSpeaker.name_key,
            # A surname alone names a provisional speaker, and not who has the word as a name.
            and_(QuotationSpeaker.name_key.in_(some), ~QuotationSpeaker.alone),
        )
        for row in session.execute(_stored(ids)).all():
            key = row.name_key
            merged_into = rulings.merges.get(key)
            successor = row.successor_id
            if merged_into is not None:
                successor = session.scalar(
                    select(Speaker.id).where(Speaker.name_key == merged_into)
                )
            elif row.id in borne or row.curated or key in judged:
                successor = None
            elif row.id in moved:
                successor = moved[row.id]
            elif row.successor_id is None:
                delete_with_redirects(session, Speaker, [row.id])
                continue
            # A name of one's own says more than one that words came with from somebody else.
            given = [change for change in told.get(key, []) if change["by"] == SPLIT]
            fallback = [(one["name"], one["kind"]) for one in given] or borne.get(row.id, [])
            _describe(session, row, successor, told.get(key, []), printed.get(key) or fallback)


def _describe(
    session: Session,
    row: AnyRow,
    successor_id: UUID | None,
    told: Sequence[Mapping[str, Any]],
    printed: Sequence[Printed],
) -> None:
    now = {
        "name": row.name,
        "kind": row.kind,
        "wikidata_id": row.listed_wikidata_id,
        "notes": None,
        "successor_id": successor_id,
    }
    if printed:
        now["name"] = reduce(longer_name, (name for name, _ in printed))
        now["kind"] = min((kind for _, kind in printed), key=_KINDS.index)
    if row.curated:
        now |= {"name": row.listed_name, "kind": row.listed_kind}
    aliases = _listed_aliases(session, row.id)
    for change in told:
        if change["by"] == DESCRIBE:
            now |= {field: change[field] for field in _FIELDS if field in change}
            aliases |= _keyed(change.get("add_aliases", ()), now["kind"])
            for gone in _keyed(change.get("remove_aliases", ()), now["kind"]):
                aliases.pop(gone, None)
            if "name" in change:  # a name that an editor gives is one to be met under
                aliases |= _keyed([change["name"]], now["kind"])
    now["sort_key"] = name_key(now["name"])
    if any(getattr(row, field) != value for field, value in now.items()):
        session.execute(update(Speaker).where(Speaker.id == row.id).values(**now))
    aliases.pop(row.name_key, None)
    set_aliases(session, row.id, aliases)


def _keyed(names: Iterable[str], kind: str) -> dict[str, str]:
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


def _printed(session: Session, column: Any, where: ColumnElement[bool]) -> dict[Any, list[Printed]]:
    query = select(column, QuotationSpeaker.name, QuotationSpeaker.kind).distinct().where(where)
    found: dict[Any, list[Printed]] = {}
    for key, name, kind in session.execute(query):
        if name is not None:
            found.setdefault(key, []).append((name, kind))
    return found
