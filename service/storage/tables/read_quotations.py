"""Read an article's quotations from their rows, as they were read and as editors corrected them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Occurrence, Quotation, QuotationSpeaker
from service.storage.db.bulk import AnyRow
from service.storage.inputs import QuotationWrite, SpeakerWrite, UtteranceWrite
from service.storage.tables import quotations
from service.storage.views import Relay, ResolutionView, SpanText
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class StoredQuotation:
    """A stored quotation in the form in which it was written."""

    id: UUID
    now: QuotationWrite
    """With corrections."""
    read: QuotationWrite
    """Without any."""


def read_quotations(session: Session, article_id: UUID, text: str) -> list[StoredQuotation]:
    """Return the quotations of an article, in the order of the text.

    Args:
        session: The transaction.
        article_id: The article.
        text: Its text.
    """
    connection = session.connection()
    rows: Sequence[AnyRow] = connection.execute(
        select(Quotation.__table__)
        .where(Quotation.article_id == article_id)
        .order_by(Quotation.ordinal)
    ).all()
    utterances: dict[UUID, dict[int, UtteranceWrite]] = {}
    for row in connection.execute(
        select(Occurrence.__table__).where(Occurrence.article_id == article_id)
    ):
        written = UtteranceWrite(row.text, quotations.read_spans(row.spans))
        utterances.setdefault(row.quotation_id, {})[row.ordinal] = written
    speakers: dict[UUID, list[SpeakerWrite]] = {}
    for row in connection.execute(
        select(QuotationSpeaker.__table__)
        .where(QuotationSpeaker.quotation_id.in_([row.id for row in rows]))
        .order_by(QuotationSpeaker.quotation_id, QuotationSpeaker.position)
    ):
        speakers.setdefault(row.quotation_id, []).append(
            SpeakerWrite(
                row.name,
                row.kind,
                named=row.name_key is not None,
                description=_span_text(row.description_spans, text),
            )
        )
    found = []
    first = 0
    for row in rows:
        of_row = utterances.get(row.id, {})
        now = _written(row, [of_row[place] for place in sorted(of_row)], speakers, text)
        read = _as_read(now, row.as_read, text) if row.as_read else now
        if row.as_read:
            now = replace(now, utterances=_with_withdrawn(read, of_row, first), as_read=read)
        found.append(StoredQuotation(row.id, now, read))
        first += len(read.utterances)
    return found


def _as_read(now: QuotationWrite, kept: dict[str, Any], text: str) -> QuotationWrite:
    resolution = kept["resolution"]
    return replace(
        now,
        content=_words(quotations.read_spans(kept["content"]), text),
        utterances=tuple(
            UtteranceWrite(words.text, words.spans)
            for spans in kept["utterances"]
            for words in [_words(quotations.read_spans(spans), text)]
        ),
        speakers=tuple(
            SpeakerWrite(
                each["name"],
                each["kind"],
                named=each["named"],
                description=_span_text(each["description"], text),
            )
            for each in kept["speakers"]
        ),
        resolution=ResolutionView(
            step=resolution["step"],
            confidence=resolution["confidence"],
            mention=_span_text(resolution["mention"], text),
            via=Relay(*resolution["via"]) if resolution["via"] else None,
        ),
    )


def _with_withdrawn(
    read: QuotationWrite, stored: dict[int, UtteranceWrite], first: int
) -> tuple[UtteranceWrite, ...]:
    """Return the utterances in their places. One without an occurrence was withdrawn."""
    return tuple(
        stored.get(first + place, replace(each, withdrawn=True))
        for place, each in enumerate(read.utterances)
    )


def _written(
    row: AnyRow,
    utterances: Sequence[UtteranceWrite],
    speakers: dict[UUID, list[SpeakerWrite]],
    text: str,
) -> QuotationWrite:
    attribution = quotations.attribution(row)
    return QuotationWrite(
        kind=row.kind,
        stance=row.stance,
        polarity=row.polarity,
        confidence=row.confidence,
        content=attribution.content,
        cue=attribution.cue,
        source=attribution.source,
        resolution=quotations.resolution(row),
        speakers=tuple(speakers.get(row.id, ())),
        utterances=tuple(utterances),
        denied=tuple(
            UtteranceWrite(words.text, words.spans)
            for spans in row.denied_spans
            for words in [_words(quotations.read_spans(spans), text)]
        ),
    )


def _span_text(spans: list[list[int]], text: str) -> SpanText | None:
    return _words(quotations.read_spans(spans), text) if spans else None


def _words(spans: Sequence[Span], text: str) -> SpanText:
    return SpanText(" ".join(span.of(text) for span in spans), tuple(spans))
