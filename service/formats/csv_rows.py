"""CSV of quotations: one in each row, with the article that prints it. It holds no article's text.

Spans are written as `0-9 12-20`. `speaker` and `speaker_kind` are the first of `speakers`, which is
JSON.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.errors import InvalidRequest
from service.extraction.quotation import Kind, Polarity, Stance
from service.formats.csv_cells import from_csv_row, to_csv_row
from service.formats.fields import FieldReader
from service.formats.jsonl import to_moment
from service.formats.quote_row import from_speakers_cell, to_speakers_cell
from service.formats.record import ArticleRecord, OutletRecord, QuotationRecord, words_of
from service.text.spans import Span

CSV_COLUMNS = (
    "article_id",
    "outlet_domain",
    "outlet_name",
    "url",
    "title",
    "published_at",
    "id",
    "quote_id",
    "kind",
    "stance",
    "polarity",
    "text",
    "speaker",
    "speaker_kind",
    "speakers",
    "confidence",
    "spans",
    "content",
    "cue",
    "source",
)

_SPANS = re.compile(r"(?:\d{1,9}-\d{1,9}(?: |$))*", re.ASCII)


def to_csv_rows(record: ArticleRecord) -> list[str]:
    """Return one row for each quotation, in the order of `CSV_COLUMNS`."""
    outlet = record.outlet or OutletRecord()
    article = (
        record.id,
        outlet.domain,
        outlet.name,
        record.url,
        record.title,
        to_moment(record.published_at),
    )
    return [to_csv_row((*article, *_cells(record.text, each))) for each in record.quotations]


def from_csv_rows(rows: Sequence[Sequence[str]], *, text: str) -> ArticleRecord:
    """Return the record of an article's rows, with the text that its spans point into.

    Raises:
        InvalidRequest: There is no row, or one is not of the form that `to_csv_rows` writes.
    """
    read = [_fields(row) for row in rows]
    if not read:
        raise InvalidRequest("There is no row.")
    fields = read[0]
    outlet = OutletRecord(domain=fields.text("outlet_domain"), name=fields.text("outlet_name"))
    return ArticleRecord(
        id=fields.text("article_id"),
        text=text,
        outlet=None if outlet == OutletRecord() else outlet,
        url=fields.text("url"),
        title=fields.text("title"),
        published_at=fields.moment("published_at"),
        quotations=tuple(_quotation(row) for row in read),
    )


def _cells(text: str, quotation: QuotationRecord) -> tuple[str | None, ...]:
    first = quotation.speakers[0] if quotation.speakers else None
    return (
        quotation.id,
        quotation.quote_id,
        quotation.kind,
        quotation.stance,
        quotation.polarity,
        words_of(text, quotation.spans),
        first.name if first else None,
        first.kind if first else None,
        to_speakers_cell(quotation.speakers),
        None if quotation.confidence is None else repr(quotation.confidence),
        _spans_cell(quotation.spans),
        _spans_cell(quotation.content),
        _spans_cell(quotation.cue),
        _spans_cell(quotation.source),
    )


def _fields(row: Sequence[str]) -> FieldReader:
    if len(row) != len(CSV_COLUMNS):
        raise InvalidRequest(f"The row has not {len(CSV_COLUMNS)} cells.")
    return FieldReader(dict(zip(CSV_COLUMNS, from_csv_row(row), strict=True)))


def _quotation(fields: FieldReader) -> QuotationRecord:
    return QuotationRecord(
        id=fields.text("id"),
        quote_id=fields.text("quote_id"),
        kind=fields.choice("kind", Kind) or Kind.DIRECT,
        stance=fields.choice("stance", Stance) or Stance.SPEECH,
        polarity=fields.choice("polarity", Polarity) or Polarity.ASSERTED,
        speakers=from_speakers_cell(fields, "speakers"),
        confidence=_confidence(fields.text("confidence")),
        spans=_spans_in(fields, "spans"),
        content=_spans_in(fields, "content"),
        cue=_spans_in(fields, "cue"),
        source=_spans_in(fields, "source"),
    )


def _confidence(cell: str | None) -> float | None:
    try:
        return None if cell is None else float(cell)
    except ValueError:
        raise InvalidRequest("`confidence` is not a number.") from None


def _spans_cell(spans: Sequence[Span]) -> str:
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def _spans_in(fields: FieldReader, name: str) -> tuple[Span, ...]:
    cell = fields.text(name) or ""
    if not _SPANS.fullmatch(cell):
        raise InvalidRequest(f"`{name}` does not hold spans of the form 0-9 12-20.")
    pairs = (pair.split("-") for pair in cell.split())
    return tuple(Span(int(start), int(end)) for start, end in pairs)
