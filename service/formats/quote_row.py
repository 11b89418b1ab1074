"""A stored quote as the export writes it, and its row of CSV."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.errors import InvalidRequest
from service.extraction.quotation import Kind
from service.formats.csv_cells import from_csv_row, to_csv_row
from service.formats.fields import FieldReader
from service.formats.jsonl import from_json_speaker, to_json_speaker, to_moment
from service.formats.record import SpeakerRecord

QUOTE_COLUMNS = (
    "id",
    "kind",
    "text",
    "speaker",
    "speaker_kind",
    "speakers",
    "disputed",
    "first_seen",
    "outlet_count",
    "origin_count",
    "occurrence_count",
)
"""`speaker` and `speaker_kind` are the first of `speakers`, which is JSON, as `disputed` is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """One utterance across all outlets."""

    id: str
    kind: Kind
    text: str
    speakers: tuple[SpeakerRecord, ...]
    disputed: tuple[SpeakerRecord, ...] = ()
    first_seen: datetime
    """In UTC."""
    outlet_count: int = 1
    origin_count: int = 1
    occurrence_count: int = 1


def to_quote_csv(row: QuoteRow) -> str:
    """Return the quote as one row of CSV, in the order of `QUOTE_COLUMNS`."""
    first = row.speakers[0] if row.speakers else None
    return to_csv_row(
        (
            row.id,
            row.kind,
            row.text,
            first.name if first else None,
            first.kind if first else None,
            to_speakers_cell(row.speakers),
            to_speakers_cell(row.disputed),
            to_moment(row.first_seen),
            str(row.outlet_count),
            str(row.origin_count),
            str(row.occurrence_count),
        )
    )


def from_quote_csv(cells: Sequence[str]) -> QuoteRow:
    """Return the quote of one row.

    Raises:
        InvalidRequest: The row is not one that `to_quote_csv` wrote.
    """
    if len(cells) != len(QUOTE_COLUMNS):
        raise InvalidRequest(f"The row has not {len(QUOTE_COLUMNS)} cells.")
    fields = FieldReader(dict(zip(QUOTE_COLUMNS, from_csv_row(cells), strict=True)))
    kind, first_seen = fields.choice("kind", Kind), fields.moment("first_seen")
    if kind is None or first_seen is None:
        raise InvalidRequest("The row has no `kind` or no `first_seen`.")
    return QuoteRow(
        id=fields.required_text("id"),
        kind=kind,
        text=fields.required_text("text"),
        speakers=from_speakers_cell(fields, "speakers"),
        disputed=from_speakers_cell(fields, "disputed"),
        first_seen=first_seen,
        outlet_count=_count(fields, "outlet_count"),
        origin_count=_count(fields, "origin_count"),
        occurrence_count=_count(fields, "occurrence_count"),
    )


def to_speakers_cell(speakers: Sequence[SpeakerRecord]) -> str:
    """Return speakers as JSON, for one cell."""
    return json.dumps([to_json_speaker(speaker) for speaker in speakers], ensure_ascii=False)


def from_speakers_cell(fields: FieldReader, name: str) -> tuple[SpeakerRecord, ...]:
    """Return the speakers that a cell of JSON holds."""
    try:
        given = json.loads(fields.text(name) or "[]")
    except (ValueError, RecursionError):
        raise InvalidRequest(f"`{name}` is not JSON.") from None
    return tuple(from_json_speaker(each) for each in FieldReader({name: given}).children(name))


def _count(fields: FieldReader, name: str) -> int:
    written = fields.required_text(name)
    if not (written.isascii() and written.isdecimal() and len(written) < 19):
        raise InvalidRequest(f"`{name}` is not a whole number.")
    return int(written)
