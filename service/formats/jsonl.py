"""JSON Lines: one article on each line, in the form in which the API answers an article.

A line may also be an article as `POST /v1/articles` takes it, or only `{"id", "text"}`. Fields that
the record does not have are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from service.errors import InvalidRequest
from service.extraction.quotation import Kind, Polarity, Stance
from service.formats.fields import FieldReader, JsonObject
from service.formats.record import (
    ArticleRecord,
    OutletRecord,
    QuotationRecord,
    SpeakerRecord,
    check_article_record,
    words_of,
)
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span


def to_json_article(record: ArticleRecord) -> JsonObject:
    """Return the record as JSON, with its quotations."""
    return {
        "id": record.id,
        **_publication(record),
        "text": record.text,
        "quotations": [to_json_quotation(record.text, each) for each in record.quotations],
    }


def from_json_article(value: object) -> ArticleRecord:
    """Return the record that a JSON object holds.

    Raises:
        InvalidRequest: The text is missing, or a field has another form.
    """
    fields = FieldReader(value)
    text = fields.required_text("text")
    outlet = fields.child("outlet")
    record = ArticleRecord(
        id=fields.text("id"),
        text=text,
        outlet=_outlet(outlet) if outlet else None,
        url=fields.text("url"),
        title=fields.text("title"),
        published_at=fields.moment("published_at"),
        quotations=tuple(from_json_quotation(each) for each in fields.children("quotations")),
    )
    return check_article_record(record)


def to_article_in(record: ArticleRecord) -> JsonObject:
    """Return the record as the body of `POST /v1/articles`, without id and quotations.

    Raises:
        InvalidRequest: The record has no outlet, without which no article is stored.
    """
    if record.outlet is None:
        raise InvalidRequest("The record names no outlet. Give one with --outlet.")
    given = {**_publication(record), "text": record.text}
    return {name: value for name, value in given.items() if value is not None}


def to_json_quotation(text: str, quotation: QuotationRecord) -> JsonObject:
    """Return a quotation of the text as JSON."""
    return {
        "id": quotation.id,
        "quote_id": quotation.quote_id,
        "kind": quotation.kind.value,
        "text": words_of(text, quotation.spans),
        "spans": _spans(quotation.spans),
        "attribution": {
            "content": _span_text(text, quotation.content),
            "cue": _span_text(text, quotation.cue),
            "source": _span_text(text, quotation.source),
            "stance": quotation.stance.value,
            "polarity": quotation.polarity.value,
            "confidence": quotation.confidence,
        },
        "speakers": [to_json_speaker(speaker) for speaker in quotation.speakers],
    }


def from_json_quotation(fields: FieldReader) -> QuotationRecord:
    """Return the quotation that a JSON object holds. Its spans are not checked yet."""
    attribution = fields.child("attribution") or FieldReader({}, fields.name_of("attribution"))
    spans = fields.spans("spans")
    return QuotationRecord(
        id=fields.text("id"),
        quote_id=fields.text("quote_id"),
        kind=fields.choice("kind", Kind) or Kind.DIRECT,
        spans=spans,
        content=_spans_under(attribution, "content") or spans,
        cue=_spans_under(attribution, "cue"),
        source=_spans_under(attribution, "source"),
        stance=attribution.choice("stance", Stance) or Stance.SPEECH,
        polarity=attribution.choice("polarity", Polarity) or Polarity.ASSERTED,
        confidence=attribution.number("confidence"),
        speakers=tuple(from_json_speaker(each) for each in fields.children("speakers")),
    )


def to_json_speaker(speaker: SpeakerRecord) -> JsonObject:
    """Return a speaker as JSON."""
    return {"id": speaker.id, "name": speaker.name, "kind": speaker.kind.value}


def from_json_speaker(fields: FieldReader) -> SpeakerRecord:
    """Return the speaker that a JSON object holds."""
    return SpeakerRecord(
        id=fields.text("id"),
        name=fields.text("name"),
        kind=fields.choice("kind", SpeakerKind) or SpeakerKind.PERSON,
    )


def to_moment(moment: datetime | None) -> str | None:
    """Return a date and time in UTC in its form in RFC 3339."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _publication(record: ArticleRecord) -> JsonObject:
    outlet = record.outlet
    given = {"domain": outlet.domain, "name": outlet.name} if outlet else {}
    return {
        "outlet": {key: value for key, value in given.items() if value is not None} or None,
        "url": record.url,
        "title": record.title,
        "published_at": to_moment(record.published_at),
    }


def _outlet(fields: FieldReader) -> OutletRecord | None:
    outlet = OutletRecord(domain=fields.text("domain"), name=fields.text("name"))
    return None if outlet == OutletRecord() else outlet


def _span_text(text: str, spans: tuple[Span, ...]) -> JsonObject | None:
    return {"text": words_of(text, spans), "spans": _spans(spans)} if spans else None


def _spans(spans: Iterable[Span]) -> list[JsonObject]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _spans_under(fields: FieldReader, name: str) -> tuple[Span, ...]:
    part = fields.child(name)
    return part.spans("spans") if part else ()
