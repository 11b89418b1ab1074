"""Rows of `quotes` and `quote_speakers`: writing. Reading them is in `search.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from models import Article, Occurrence, Quotation, Quote, QuoteSpeaker
from models.base import new_id
from service.storage.names import fuller
from service.storage.shapes import AnyRow, AnySelect
from service.storage.upsert import chunks, delete_with_former, hold_rows, insert_rows
from service.storage.writes import QuoteDraft, QuoteKey

# Which kind a quote has where articles differ: the one that is most verbatim.
_KINDS = ("direct", "mixed", "indirect")

_KEY = ("normal_version", "normal_hash", "speaker_key")


@dataclass(frozen=True, slots=True)
class Held:
    """The quotes that a transaction has to do with, locked to its end."""

    ids: Mapping[QuoteKey, UUID]
    made: frozenset[UUID]
    """Those that were not there, or had given all their occurrences to a successor."""


def of_article(session: Session, article_id: UUID) -> dict[QuoteKey, QuoteDraft]:
    """An article's id -> the quotes that it holds now."""
    return _of_occurrences(session, Occurrence.article_id == article_id)


def of_ids(session: Session, quote_ids: Iterable[UUID]) -> dict[QuoteKey, QuoteDraft]:
    """Quotes' ids -> the quotes as they are stored."""
    found: dict[QuoteKey, QuoteDraft] = {}
    for some in chunks(sorted(quote_ids)):
        found |= _of_occurrences(session, Occurrence.quote_id.in_(some))
    return found


def _of_occurrences(session: Session, where: ColumnElement[bool]) -> dict[QuoteKey, QuoteDraft]:
    columns = [getattr(Quote, name) for name in _KEY]
    rows = session.execute(
        select(*columns, Quote.words, Quote.text, Quote.kind)
        .distinct()
        .join(Occurrence, Occurrence.quote_id == Quote.id)
        .where(where)
    )
    return {
        QuoteKey(row.normal_version, row.normal_hash, row.speaker_key): QuoteDraft(
            words=row.words, text=row.text, kind=row.kind
        )
        for row in rows
    }


def hold(session: Session, drafts: Mapping[QuoteKey, QuoteDraft], *, first_seen: datetime) -> Held:
    """Quotes under their keys -> their rows, made where missing, locked in the keys' order.

    What a row adds up to is right only after `settle`.
    """
    rows = [
        {
            "id": new_id(),
            "normal_version": key.normal_version,
            "normal_hash": key.normal_hash,
            "speaker_key": key.speaker_key,
            "successor_id": None,
            "words": drafts[key].words,
            "text": drafts[key].text,
            "kind": drafts[key].kind,
            "first_seen": first_seen,
            "outlet_count": 1,
            "occurrence_count": 1,
        }
        for key in sorted(drafts)
    ]
    columns = ["id", *_KEY, "successor_id", "kind"]
    held = hold_rows(session, Quote, rows, key=_KEY, returning=columns)
    ids = {QuoteKey(row.normal_version, row.normal_hash, row.speaker_key): row.id for row in held}
    back = {row.id for row in held if row.successor_id is not None}
    revived = [
        {"id": ids[key], "successor_id": None, "words": drafts[key].words}
        for key in sorted(drafts)
        if ids[key] in back
    ]
    if revived:
        session.execute(update(Quote), revived)
    return Held(ids=ids, made=frozenset(ids.values()) & {row["id"] for row in rows} | back)


def name_speakers(session: Session, speakers: Mapping[UUID, Iterable[UUID]]) -> None:
    """New quotes' ids with the ids of who said them -> stored."""
    rows = [
        {"quote_id": quote_id, "speaker_id": speaker_id}
        for quote_id, speaker_ids in speakers.items()
        for speaker_id in speaker_ids
    ]
    insert_rows(session, QuoteSpeaker, rows)


def settle(
    session: Session, quote_ids: Iterable[UUID], *, moved: Mapping[UUID, UUID] | None = None
) -> None:
    """Quotes whose occurrences changed, locked -> each says what its occurrences add up to.

    Those without an occurrence are gone, but for the ids: where all occurrences moved to one other
    quote, the id leads there. All is counted anew, so that the order in which articles came leaves
    no trace.
    """
    moved = moved or {}
    for some in chunks(sorted(quote_ids)):
        sums = _sums(session, some)
        fullest = _fullest(session, some)
        changed = []
        for row in session.execute(_stored(some)):
            if row.id in sums:
                now = {"id": row.id, **sums[row.id], **fullest[row.id]}
                if now != dict(row._mapping):
                    changed.append(now)
        if changed:
            session.execute(update(Quote), changed)
        empty = [quote_id for quote_id in some if quote_id not in sums]
        for quote_id in empty:
            if quote_id in moved:
                _retire(session, quote_id, successor_id=moved[quote_id])
        delete_with_former(session, Quote, [one for one in empty if one not in moved])


def _retire(session: Session, quote_id: UUID, *, successor_id: UUID) -> None:
    session.execute(delete(QuoteSpeaker).where(QuoteSpeaker.quote_id == quote_id))
    session.execute(
        update(Quote)
        .where(Quote.id == quote_id)
        .values(successor_id=successor_id, text="", words="", outlet_count=0, occurrence_count=0)
    )


def _stored(quote_ids: Sequence[UUID]) -> AnySelect:
    return select(
        Quote.id,
        Quote.occurrence_count,
        Quote.outlet_count,
        Quote.first_seen,
        Quote.text,
        Quote.kind,
    ).where(Quote.id.in_(quote_ids))


def _sums(session: Session, quote_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = session.execute(
        select(
            Occurrence.quote_id,
            func.count().label("occurrence_count"),
            func.count(Article.outlet_id.distinct()).label("outlet_count"),
            func.min(Article.dated_at).label("first_seen"),
        )
        .join(Article, Article.id == Occurrence.article_id)
        .where(Occurrence.quote_id.in_(quote_ids))
        .group_by(Occurrence.quote_id)
    )
    return {
        row.quote_id: {
            "occurrence_count": row.occurrence_count,
            "outlet_count": row.outlet_count,
            "first_seen": row.first_seen,
        }
        for row in rows
    }


def _fullest(session: Session, quote_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, list[AnyRow]] = {}
    query = (
        select(Occurrence.quote_id, Occurrence.text, Quotation.kind)
        .distinct()
        .join(Quotation, Quotation.id == Occurrence.quotation_id)
        .where(Occurrence.quote_id.in_(quote_ids))
    )
    for row in session.execute(query):
        found.setdefault(row.quote_id, []).append(row)
    return {
        quote_id: {
            "text": reduce(fuller, (row.text for row in rows)),
            "kind": min((row.kind for row in rows), key=_KINDS.index),
        }
        for quote_id, rows in found.items()
    }
