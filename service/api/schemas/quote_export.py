"""The export of quotes: its options, and what the contract says of its lines."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from service.api.schemas.base import Answer, drop_null
from service.api.schemas.quote import Quote, QuoteConditions
from service.extraction.quotation import Kind
from service.formats.quote_row import QUOTE_COLUMNS, QuoteRow, to_quote_csv
from service.formats.record import SpeakerRecord
from service.formats.schema_org import SCHEMA_ORG, to_linked_quote, to_linked_speaker
from service.speakers.speaker import SpeakerKind
from service.storage.views import QuoteView
from service.storage.views import SpeakerRef as StoredSpeaker

NDJSON, CSV, JSON_LD = "application/x-ndjson", "text/csv", "application/ld+json"


class QuoteExportOptions(QuoteConditions):
    """Which quotes to export: all that is given must hold."""

    resume_after: UUID | None = None
    """Only quotes after the one with this id: the last that arrived, where an export broke off."""


def to_quote_row(quote: QuoteView) -> QuoteRow:
    """Return a stored quote as the formats take it."""
    return QuoteRow(
        id=str(quote.id),
        kind=Kind(quote.kind),
        text=quote.text,
        speakers=tuple(map(_to_record, quote.speakers)),
        disputed=tuple(map(_to_record, quote.disputed)),
        first_seen=quote.first_seen,
        outlet_count=quote.outlet_count,
        origin_count=quote.origin_count,
        occurrence_count=quote.occurrence_count,
    )


def _to_record(speaker: StoredSpeaker) -> SpeakerRecord:
    return SpeakerRecord(
        id=str(speaker.id) if speaker.id else None,
        name=speaker.name,
        kind=SpeakerKind(speaker.kind),
    )


_ROW = QuoteRow(
    id=Quote.example["id"],
    kind=Kind(Quote.example["kind"]),
    text=Quote.example["text"],
    speakers=(
        SpeakerRecord(
            id=Quote.example["speaker"]["id"],
            name=Quote.example["speaker"]["name"],
            kind=SpeakerKind(Quote.example["speaker"]["kind"]),
        ),
    ),
    first_seen=datetime.fromisoformat(Quote.example["first_seen"]),
    outlet_count=Quote.example["outlet_count"],
    origin_count=Quote.example["origin_count"],
    occurrence_count=Quote.example["occurrence_count"],
)


class LinkedSpeakerType(StrEnum):
    """What schema.org calls a speaker."""

    PERSON = "Person"
    ORGANIZATION = "Organization"


class LinkedSpeaker(Answer):
    """A speaker as a node of schema.org."""

    example = to_linked_speaker(_ROW.speakers[0])

    type: LinkedSpeakerType = Field(alias="@type")
    """What the speaker is. A group is an `Organization`, someone anonymous a `Person`."""
    id: str | None = Field(default=None, alias="@id", json_schema_extra=drop_null)
    """The speaker's URN, which ends in its id; left out where no speaker is stored."""
    additional_type: str | None = Field(
        default=None, alias="additionalType", json_schema_extra=drop_null
    )
    """`urn:onrecord:kind:group` or `urn:onrecord:kind:anonymous`."""
    name: str | None = Field(default=None, json_schema_extra=drop_null)
    """The speaker's name."""


class LinkedQuote(Answer):
    """A quote as a `Quotation` of schema.org."""

    example = to_linked_quote(_ROW)

    type: Literal["Quotation"] = Field(alias="@type")
    """Always `Quotation`."""
    id: str = Field(alias="@id")
    """The quote's URN, which ends in its id."""
    additional_type: str = Field(alias="additionalType")
    """The quote's kind, as a URN."""
    text: str
    """The fullest wording seen."""
    creator: list[LinkedSpeaker]
    """The speakers; none where the speaker is unknown."""
    date_published: datetime = Field(alias="datePublished")
    """When it was first published, as far as this store knows; in UTC."""


class LinkedQuotes(Answer):
    """Quotes as a graph of schema.org."""

    example = {"@context": SCHEMA_ORG, "@graph": [LinkedQuote.example]}

    context: Literal["https://schema.org"] = Field(alias="@context")
    """The vocabulary."""
    graph: list[LinkedQuote] = Field(alias="@graph")
    """The quotes, in the order of their ids."""


def export_schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas of what an export sends, by name: two texts and a JSON document."""
    linked = LinkedQuotes.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    return {
        **linked.pop("$defs"),
        "LinkedQuotes": linked,
        "QuoteLines": {
            "type": "string",
            "description": "JSON Lines: each line is a `Quote`, as `GET /v1/quotes` answers it.",
            "examples": [f"{json.dumps(Quote.example, ensure_ascii=False)}\n"],
        },
        "QuoteTable": {
            "type": "string",
            "description": "CSV (RFC 4180) with a header line: one quote in each row. `speakers` "
            "and `disputed` are JSON. A cell that a spreadsheet would take for a formula has an "
            "apostrophe in front.",
            "examples": [f"{','.join(QUOTE_COLUMNS)}\r\n{to_quote_csv(_ROW)}"],
        },
    }


def export_content() -> dict[str, Any]:
    """Return the media types of an export, each with its schema."""
    names = {NDJSON: "QuoteLines", CSV: "QuoteTable", JSON_LD: "LinkedQuotes"}
    return {
        media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}
        for media_type, name in names.items()
    }
