"""Read and write rows of `quotations` and `quotation_speakers`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Quotation, QuotationSpeaker, Speaker
from models.base import Spans
from service.storage.db.bulk import AnyRow, chunks, in_array, insert_rows
from service.storage.inputs import NewQuotation, quotation_row, speaker_rows
from service.storage.views import (
    AttributionView,
    DeniedView,
    Relay,
    ResolutionView,
    SpanText,
    SpeakerRef,
)
from service.text.spans import Span

_SPEAKERS = (
    select(
        QuotationSpeaker.quotation_id,
        Speaker.id,
        Speaker.name,
        Speaker.kind,
        QuotationSpeaker.name.label("printed_name"),
        QuotationSpeaker.kind.label("printed_kind"),
        QuotationSpeaker.description_text,
        QuotationSpeaker.description_spans,
    )
    .outerjoin(Speaker, Speaker.id == QuotationSpeaker.speaker_id)
    .where(in_array(QuotationSpeaker.quotation_id, "ids"))
    .order_by(QuotationSpeaker.quotation_id, QuotationSpeaker.position)
)


def delete_quotations_of(session: Session, article_ids: Collection[UUID]) -> None:
    """Delete the quotations of articles, and with them their occurrences."""
    for some in chunks(sorted(article_ids)):
        session.execute(delete(Quotation).where(Quotation.article_id.in_(some)))


def insert_quotations(
    session: Session,
    quotations: Sequence[NewQuotation],
    speaker_ids: Mapping[tuple[UUID, int], UUID],
) -> None:
    """Insert quotations with their speakers.

    Args:
        session: The transaction.
        quotations: The quotations.
        speaker_ids: The ids of named speakers, by the quotation and the position in it.
    """
    insert_rows(session, Quotation, [quotation_row(each) for each in quotations])
    speakers = [row for each in quotations for row in speaker_rows(each, speaker_ids)]
    insert_rows(session, QuotationSpeaker, speakers)


def speakers_of(
    session: Session, quotation_ids: Sequence[UUID]
) -> dict[UUID, tuple[SpeakerRef, ...]]:
    """Return the speakers of each quotation, in the order in which the article names them."""
    found: dict[UUID, list[SpeakerRef]] = {}
    for some in chunks(quotation_ids):
        for row in session.connection().execute(_SPEAKERS, {"ids": some}):
            refs = found.setdefault(row.quotation_id, [])
            # "Biden and the president" may be the same speaker. Unnamed speakers stay apart.
            if row.id is None or row.id not in {ref.id for ref in refs}:
                refs.append(speaker_ref(row))
    return {quotation_id: tuple(refs) for quotation_id, refs in found.items()}


def speaker_ref(row: AnyRow) -> SpeakerRef:
    """Return the speaker of a row as described there; the printed name where it has no row."""
    described = _span_text(row.description_text, row.description_spans)
    if row.id is None:
        return SpeakerRef(None, row.printed_name, row.printed_kind, described)
    return SpeakerRef(row.id, row.name, row.kind, described)


def attribution(quotation: AnyRow) -> AttributionView:
    """Return the content, cue and source of a row of `quotations`."""
    return AttributionView(
        id=quotation.id,
        content=SpanText(quotation.content_text, read_spans(quotation.content_spans)),
        cue=_span_text(quotation.cue_text, quotation.cue_spans),
        source=_span_text(quotation.source_text, quotation.source_spans),
        stance=quotation.stance,
        polarity=quotation.polarity,
        confidence=quotation.confidence,
    )


def resolution(quotation: AnyRow) -> ResolutionView:
    """Return how the speaker of a row of `quotations` was found in its article."""
    name, kind = quotation.via_name, quotation.via_kind
    return ResolutionView(
        step=quotation.resolution_step,
        confidence=quotation.resolution_confidence,
        mention=_span_text(quotation.mention_text, quotation.mention_spans),
        via=Relay(name, kind) if name is not None and kind is not None else None,
    )


def denied_views(
    session: Session, in_article: Iterable[AnyRow], text: str
) -> tuple[DeniedView, ...]:
    """Return what an article says was not said, in the order of its rows of `quotations`."""
    found = [row for row in in_article if row.polarity == "denied"]
    speakers = speakers_of(session, [row.id for row in found])
    views = []
    for row in found:
        for stored in row.denied_spans:
            spans = read_spans(stored)
            views.append(
                DeniedView(
                    kind=row.kind,
                    text=" ".join(span.of(text) for span in spans),
                    spans=spans,
                    attribution=attribution(row),
                    resolution=resolution(row),
                    speakers=speakers.get(row.id, ()),
                )
            )
    return tuple(views)


def read_spans(stored: Spans) -> tuple[Span, ...]:
    """Return stored spans as spans."""
    return tuple(Span(start, end) for start, end in stored)


def _span_text(text: str | None, spans: Spans) -> SpanText | None:
    return None if text is None else SpanText(text, read_spans(spans))
