"""Rows of `quotes`: what each says of itself. Which occurrences are in it: `placing`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from models import Article, Occurrence, Quotation, Quote, QuoteSpeaker, Speaker, Utterance
from service.dedup.credits import Credit, count_credits
from service.dedup.wordings import fullest_first, words_column
from service.storage.db.bulk import AnyRow, chunks, pipelined, update_rows
from service.storage.tables import crediting

# Which kind a quote has where articles differ: the one that is most verbatim.
_KINDS = ("direct", "mixed", "indirect")

# Statements are written once, since writing one takes longer than the database takes to answer it.
_AT: BindParameter[Sequence[UUID]] = bindparam("quote_ids", expanding=True)
_PRINTED = (
    select(
        Occurrence.quote_id,
        Occurrence.text,
        Article.outlet_id,
        Article.dated_at,
        Quotation.kind,
        Quotation.resolution_confidence,
        Utterance.speakers,
        Utterance.judged,
    )
    .join(Article, Article.id == Occurrence.article_id)
    .join(Quotation, Quotation.id == Occurrence.quotation_id)
    .join(Utterance, Utterance.id == Occurrence.utterance_id)
    .where(Occurrence.quote_id.in_(_AT))
)
_STORED = (
    select(
        Quote.id,
        Quote.words,
        Quote.judged,
        Quote.occurrence_count,
        Quote.outlet_count,
        Quote.first_seen,
        Quote.text,
        Quote.kind,
        QuoteSpeaker.rival,
        Speaker.name_key,
    )
    .outerjoin(QuoteSpeaker, QuoteSpeaker.quote_id == Quote.id)
    .outerjoin(Speaker, Speaker.id == QuoteSpeaker.speaker_id)
    .where(Quote.id.in_(_AT), Quote.successor_id.is_(None))
)


def settle(session: Session, quote_ids: Iterable[UUID]) -> None:
    """Quotes whose occurrences changed -> each says what its occurrences add up to.

    All is told anew, so that the order in which articles came leaves no trace.
    """
    for some in chunks(sorted(quote_ids)):
        at = {"quote_ids": some}
        printed: dict[UUID, list[AnyRow]] = {}
        for row in session.connection().execute(_PRINTED, at):
            printed.setdefault(row.quote_id, []).append(row)
        stored: dict[UUID, list[AnyRow]] = {}
        for quote in session.connection().execute(_STORED, at):
            stored.setdefault(quote.id, []).append(quote)
        changed = []
        for quote_id, rows in stored.items():
            now = _sum(printed[quote_id])
            if any(getattr(rows[0], name) != value for name, value in now.items()):
                changed.append({"id": quote_id, **now})
        credited = {quote_id: _credits_of(printed[quote_id]) for quote_id in stored}
        before = {
            quote_id: {row.name_key: row.rival for row in rows if row.name_key is not None}
            for quote_id, rows in stored.items()
        }
        with pipelined(session):
            update_rows(session, Quote, changed)
            crediting.settle(session, credited, before)


def _sum(rows: Sequence[AnyRow]) -> dict[str, Any]:
    texts = fullest_first({row.text for row in rows})
    return {
        "judged": any(row.judged for row in rows),
        "occurrence_count": len(rows),
        "outlet_count": len({row.outlet_id for row in rows}),
        "first_seen": min(row.dated_at for row in rows),
        "text": texts[0],
        "words": words_column(texts),
        "kind": min((row.kind for row in rows), key=_KINDS.index),
    }


def _credits_of(rows: Sequence[AnyRow]) -> list[Credit]:
    return count_credits((row.speakers, row.resolution_confidence) for row in rows)
