"""Rows of `quotations` and `quotation_speakers`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Quotation, QuotationSpeaker, Speaker
from models.base import Spans
from service.storage.printed import PrintedName, read_name
from service.storage.shapes import AnyRow
from service.storage.upsert import chunks, insert_rows
from service.storage.views import AttributionView, SpanText, SpeakerRef
from service.storage.writes import QuotationWrite, SpeakerWrite
from service.text.spans import Span


def remove_of_article(session: Session, article_id: UUID) -> None:
    """An article's id -> its quotations are gone, and with them its occurrences."""
    session.execute(delete(Quotation).where(Quotation.article_id == article_id))


def add(
    session: Session,
    article_id: UUID,
    quotations: Sequence[tuple[UUID, QuotationWrite]],
) -> None:
    """Quotations with their new ids -> they are stored, in this order; who spoke is yet open."""
    rows, speakers = [], []
    for ordinal, (quotation_id, written) in enumerate(quotations):
        rows.append(_row(article_id, ordinal, quotation_id, written))
        for position, speaker in enumerate(written.speakers):
            read = printed_name(speaker, written.source)
            speakers.append(
                {
                    "quotation_id": quotation_id,
                    "position": position,
                    "speaker_id": None,
                    "name": speaker.name,
                    "kind": speaker.kind,
                    "name_key": read.key if read else None,
                    "surname": read.surname if read else None,
                    "alone": read.alone if read else False,
                    "title": read.title if read else None,
                    "gender": read.gender if read else None,
                }
            )
    insert_rows(session, Quotation, rows)
    insert_rows(session, QuotationSpeaker, speakers)


def speakers_of(
    session: Session, quotation_ids: Sequence[UUID]
) -> dict[UUID, tuple[SpeakerRef, ...]]:
    """Quotations' ids -> who spoke each, in the order in which the article names them."""
    found: dict[UUID, list[SpeakerRef]] = {}
    for some in chunks(quotation_ids):
        query = (
            select(
                QuotationSpeaker.quotation_id,
                Speaker.id,
                Speaker.name,
                Speaker.kind,
                QuotationSpeaker.name.label("printed_name"),
                QuotationSpeaker.kind.label("printed_kind"),
            )
            .outerjoin(Speaker, Speaker.id == QuotationSpeaker.speaker_id)
            .where(QuotationSpeaker.quotation_id.in_(some))
            .order_by(QuotationSpeaker.quotation_id, QuotationSpeaker.position)
        )
        for row in session.execute(query):
            refs = found.setdefault(row.quotation_id, [])
            # "Biden and the president" may be one and the same; the unnamed stay apart.
            if row.id is None or row.id not in {ref.id for ref in refs}:
                refs.append(speaker_ref(row))
    return {quotation_id: tuple(refs) for quotation_id, refs in found.items()}


def speaker_ref(row: AnyRow) -> SpeakerRef:
    """A row of a speaker, or without one of its printed name -> who spoke."""
    if row.id is None:
        return SpeakerRef(id=None, name=row.printed_name, kind=row.printed_kind)
    return SpeakerRef(id=row.id, name=row.name, kind=row.kind)


def attribution(quotation: Quotation) -> AttributionView:
    """A quotation's row -> its content, cue and source."""
    return AttributionView(
        id=quotation.id,
        content=SpanText(quotation.content_text, read_spans(quotation.content_spans)),
        cue=_span_text(quotation.cue_text, quotation.cue_spans),
        source=_span_text(quotation.source_text, quotation.source_spans),
        stance=quotation.stance,
        confidence=quotation.confidence,
    )


def read_spans(stored: Spans) -> tuple[Span, ...]:
    """Spans as stored -> spans."""
    return tuple(Span(start, end) for start, end in stored)


def write_spans(spans: Sequence[Span]) -> Spans:
    """Spans -> as they are stored."""
    return [[span.start, span.end] for span in spans]


def printed_name(speaker: SpeakerWrite, source: SpanText | None) -> PrintedName | None:
    """A speaker as printed -> the name's parts, or None for one that gets no row of its own."""
    if not speaker.named or not speaker.name:
        return None
    read = read_name(speaker.name, speaker.kind, source=source.text if source else None)
    return read if read.key else None


def _span_text(text: str | None, spans: Spans) -> SpanText | None:
    return None if text is None else SpanText(text, read_spans(spans))


def _row(
    article_id: UUID, ordinal: int, quotation_id: UUID, written: QuotationWrite
) -> dict[str, Any]:
    return {
        "id": quotation_id,
        "article_id": article_id,
        "ordinal": ordinal,
        "kind": written.kind,
        "stance": written.stance,
        "confidence": written.confidence,
        "content_text": written.content.text,
        "content_spans": write_spans(written.content.spans),
        "cue_text": None if written.cue is None else written.cue.text,
        "cue_spans": [] if written.cue is None else write_spans(written.cue.spans),
        "source_text": None if written.source is None else written.source.text,
        "source_spans": [] if written.source is None else write_spans(written.source.spans),
        "resolution_step": written.resolution_step,
        "resolution_confidence": written.resolution_confidence,
    }
