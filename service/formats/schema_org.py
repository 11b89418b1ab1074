"""schema.org `Quotation` in JSON-LD: who said it, and the article that prints it."""

from __future__ import annotations

from collections.abc import Iterable

from service.errors import InvalidRequest
from service.extraction.quotation import Kind, Polarity
from service.formats.fields import FieldReader, JsonObject
from service.formats.jsonl import to_moment
from service.formats.quote_row import QuoteRow
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord, words_of
from service.formats.urns import from_urn, kind_in_urn, to_urn
from service.speakers.speaker import SpeakerKind

SCHEMA_ORG = "https://schema.org"

_TYPES = {
    SpeakerKind.PERSON: "Person",
    SpeakerKind.ORGANIZATION: "Organization",
    SpeakerKind.GROUP: "Organization",
    SpeakerKind.ANONYMOUS: "Person",
}
"""schema.org has no type for a group or an anonymous speaker: `additionalType` names those."""

_PLAIN = (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)


def to_linked_quotations(record: ArticleRecord) -> list[JsonObject]:
    """Return a `Quotation` for each quotation of the record, with the article that prints it.

    Denied quotations are left out: `creator` would say that their words were said.
    """
    article = _article(record)
    return [
        _without_none(
            {
                "@context": SCHEMA_ORG,
                "@type": "Quotation",
                "@id": to_urn("occurrence", quotation.id),
                "additionalType": to_urn("quotation", quotation.kind),
                "text": words_of(record.text, quotation.spans),
                "creator": [to_linked_speaker(speaker) for speaker in quotation.speakers],
                "exampleOfWork": _reference(quotation),
                "isPartOf": article,
            }
        )
        for quotation in record.quotations
        if quotation.polarity is Polarity.ASSERTED
    ]


def to_linked_quote(row: QuoteRow) -> JsonObject:
    """Return a stored quote as a node of a graph: without a context of its own."""
    return {
        "@type": "Quotation",
        "@id": to_urn("quote", row.id),
        "additionalType": to_urn("quotation", row.kind),
        "text": row.text,
        "creator": [to_linked_speaker(speaker) for speaker in row.speakers],
        "datePublished": to_moment(row.first_seen),
    }


def from_linked_quote(value: object) -> QuoteRow:
    """Return the stored quote that a node holds: it has no disputed speakers and no counts.

    Raises:
        InvalidRequest: The node has another form.
    """
    fields = FieldReader(value)
    first_seen = fields.moment("datePublished")
    if first_seen is None:
        raise InvalidRequest("The record has no `datePublished`.")
    return QuoteRow(
        id=from_urn(fields.required_text("@id")),
        kind=kind_in_urn(fields.required_text("additionalType"), Kind),
        text=fields.required_text("text"),
        speakers=tuple(from_linked_speaker(each) for each in fields.children("creator")),
        first_seen=first_seen,
    )


def to_linked_speaker(speaker: SpeakerRecord) -> JsonObject:
    """Return a speaker as a node. Without an id it is a blank node."""
    return _without_none(
        {
            "@type": _TYPES[speaker.kind],
            "@id": to_urn("speaker", speaker.id),
            "additionalType": None if speaker.kind in _PLAIN else to_urn("kind", speaker.kind),
            "name": speaker.name,
        }
    )


def from_linked_speaker(fields: FieldReader) -> SpeakerRecord:
    """Return the speaker that a node holds."""
    more, known = fields.text("additionalType"), fields.text("@id")
    organization = fields.text("@type") == "Organization"
    plain = SpeakerKind.ORGANIZATION if organization else SpeakerKind.PERSON
    return SpeakerRecord(
        id=from_urn(known) if known else None,
        name=fields.text("name"),
        kind=kind_in_urn(more, SpeakerKind) if more else plain,
    )


def from_linked_quotations(values: Iterable[object]) -> list[tuple[str, QuotationRecord]]:
    """Return the quotations that nodes hold, each with its words. They have no spans.

    Raises:
        InvalidRequest: A node has another form.
    """
    found = []
    for value in values:
        fields = FieldReader(value)
        known, quote_of = fields.text("@id"), fields.child("exampleOfWork")
        found.append(
            (
                fields.required_text("text"),
                QuotationRecord(
                    id=from_urn(known) if known else None,
                    quote_id=from_urn(quote_of.required_text("@id")) if quote_of else None,
                    kind=kind_in_urn(fields.required_text("additionalType"), Kind),
                    speakers=tuple(from_linked_speaker(one) for one in fields.children("creator")),
                    spans=(),
                    content=(),
                ),
            )
        )
    return found


def _article(record: ArticleRecord) -> JsonObject:
    outlet = record.outlet
    publisher = None
    if outlet:
        publisher = {
            "@type": "NewsMediaOrganization",
            "name": outlet.name,
            "url": f"https://{outlet.domain}/" if outlet.domain else None,
        }
    return _without_none(
        {
            "@type": "NewsArticle",
            "@id": to_urn("article", record.id),
            "url": record.url,
            "headline": record.title,
            "datePublished": to_moment(record.published_at),
            "publisher": _without_none(publisher) if publisher else None,
        }
    )


def _reference(quotation: QuotationRecord) -> JsonObject | None:
    urn = to_urn("quote", quotation.quote_id)
    return {"@type": "Quotation", "@id": urn} if urn else None


def _without_none(value: JsonObject) -> JsonObject:
    return {name: part for name, part in value.items() if part is not None}
