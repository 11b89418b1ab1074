"""Rows of `occurrences`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import Article, Occurrence, Outlet, Quotation, Quote
from models.base import new_id
from service.storage import articles, quotations
from service.storage.shapes import AnyRow
from service.storage.upsert import chunks, insert_rows
from service.storage.views import OccurrenceView, SpeakerRef
from service.storage.writes import UtteranceWrite


def add(
    session: Session,
    article_id: UUID,
    utterances: Sequence[tuple[UUID, UUID, UtteranceWrite]],
) -> None:
    """Utterances with their quotations' and quotes' ids -> they are stored, in this order.

    The first one of a quote that no article held on arrival is the `new` one, all others met words
    that were there. What arrived first is a fact about arrival: it stays when that article goes.
    """
    held = _held(session, sorted({quote_id for _, quote_id, _ in utterances}))
    rows: list[dict[str, Any]] = []
    for ordinal, (quotation_id, quote_id, utterance) in enumerate(utterances):
        rows.append(
            {
                "id": new_id(),
                "quote_id": quote_id,
                "quotation_id": quotation_id,
                "article_id": article_id,
                "ordinal": ordinal,
                "text": utterance.text,
                "spans": quotations.write_spans(utterance.spans),
                "match": "exact" if quote_id in held else "new",
                "similarity": 1.0,
            }
        )
        held.add(quote_id)
    insert_rows(session, Occurrence, rows)


def of_article(article_id: UUID) -> ColumnElement[bool]:
    """An article's id -> the condition for its occurrences."""
    return Occurrence.article_id == article_id


def of_quote(quote_id: UUID) -> ColumnElement[bool]:
    """A quote's id -> the condition for its occurrences."""
    return Occurrence.quote_id == quote_id


def views(session: Session, where: ColumnElement[bool]) -> tuple[OccurrenceView, ...]:
    """A condition -> occurrences by their articles' dates, in the order of the text.

    Two queries, however many there are.
    """
    query = (
        select(Occurrence, Quotation, Quote.outlet_count, Quote.occurrence_count)
        .add_columns(*articles.REF_COLUMNS)
        .join(Quotation, Quotation.id == Occurrence.quotation_id)
        .join(Quote, Quote.id == Occurrence.quote_id)
        .join(Article, Article.id == Occurrence.article_id)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .where(where)
        .order_by(Article.dated_at, Article.id, Occurrence.ordinal)
    )
    rows = session.execute(query).all()
    speakers = quotations.speakers_of(session, sorted({row.Quotation.id for row in rows}))
    return tuple(_view(row, speakers.get(row.Quotation.id, ())) for row in rows)


def _held(session: Session, quote_ids: Sequence[UUID]) -> set[UUID]:
    held: set[UUID] = set()
    for some in chunks(quote_ids):
        held.update(
            session.scalars(
                select(Occurrence.quote_id).distinct().where(Occurrence.quote_id.in_(some))
            )
        )
    return held


def _view(row: AnyRow, speakers: tuple[SpeakerRef, ...]) -> OccurrenceView:
    occurrence, quotation = row.Occurrence, row.Quotation
    return OccurrenceView(
        id=occurrence.id,
        quote_id=occurrence.quote_id,
        article=articles.ref(row),
        kind=quotation.kind,
        text=occurrence.text,
        spans=quotations.read_spans(occurrence.spans),
        attribution=quotations.attribution(quotation),
        resolution=quotations.resolution(quotation),
        speakers=speakers,
        match=occurrence.match,
        similarity=occurrence.similarity,
        outlet_count=row.outlet_count,
        occurrence_count=row.occurrence_count,
    )
