"""Gold lines: what people marked in a text, as `onrecord evaluate` reads it."""

from __future__ import annotations

from collections.abc import Sequence

from service.errors import InvalidRequest
from service.extraction.quotation import Kind, Polarity, Stance
from service.formats.fields import FieldReader, JsonObject
from service.formats.record import (
    ArticleRecord,
    OutletRecord,
    QuotationRecord,
    SpeakerRecord,
    check_article_record,
)
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span


def to_gold(record: ArticleRecord) -> JsonObject:
    """Return the record as a gold line: each attribution once, though it has several quotations.

    Raises:
        InvalidRequest: The record has no id.
    """
    if record.id is None:
        raise InvalidRequest("The record has no `id`.")
    outlet = record.outlet
    attributions: dict[object, JsonObject] = {}
    for each in record.quotations:
        attribution = (each.content, each.cue, each.source, each.stance, each.polarity)
        attributions.setdefault(attribution, _attribution(each))
    return {
        "id": record.id,
        "outlet": (outlet.domain or outlet.name) if outlet else None,
        "text": record.text,
        "attributions": list(attributions.values()),
    }


def from_gold(value: object) -> ArticleRecord:
    """Return the record of a gold line. The words of each quotation are its whole content.

    Raises:
        InvalidRequest: A field is missing or has another form.
    """
    fields = FieldReader(value)
    outlet = fields.text("outlet")
    record = ArticleRecord(
        id=fields.required_text("id"),
        text=fields.required_text("text"),
        outlet=OutletRecord(name=outlet) if outlet else None,
        quotations=tuple(_quotation(each) for each in fields.children("attributions")),
    )
    return check_article_record(record)


def with_attributions(record: ArticleRecord, value: object) -> ArticleRecord:
    """Return the record with the attributions of a line of `onrecord extract`.

    Raises:
        InvalidRequest: The line is of another text, or has another form.
    """
    fields = FieldReader(value)
    if fields.required_text("id") != record.id:
        raise InvalidRequest("The attributions are of a text with another id.")
    found = tuple(_quotation(each) for each in fields.children("attributions"))
    return check_article_record(
        ArticleRecord(
            id=record.id,
            text=record.text,
            outlet=record.outlet,
            url=record.url,
            title=record.title,
            published_at=record.published_at,
            quotations=found,
        )
    )


def _attribution(quotation: QuotationRecord) -> JsonObject:
    names = [speaker.name for speaker in quotation.speakers if speaker.name]
    return {
        "content": _pairs(quotation.content),
        "cue": _pairs(quotation.cue),
        "source": _pairs(quotation.source),
        "kind": quotation.kind.value,
        "stance": quotation.stance.value,
        "polarity": quotation.polarity.value,
        "speaker": "; ".join(names) or None,
        "speaker_kind": quotation.speakers[0].kind.value if quotation.speakers else None,
    }


def _quotation(fields: FieldReader) -> QuotationRecord:
    content = fields.spans("content")
    kind = fields.choice("speaker_kind", SpeakerKind)
    return QuotationRecord(
        spans=content,
        content=content,
        cue=fields.spans("cue"),
        source=fields.spans("source"),
        kind=fields.choice("kind", Kind) or Kind.DIRECT,
        stance=fields.choice("stance", Stance) or Stance.SPEECH,
        polarity=fields.choice("polarity", Polarity) or Polarity.ASSERTED,
        confidence=fields.number("confidence"),
        speakers=_speakers(fields.text("speaker"), kind),
    )


def _speakers(written: str | None, kind: SpeakerKind | None) -> tuple[SpeakerRecord, ...]:
    if written is None:
        return (SpeakerRecord(name=None, kind=kind),) if kind else ()
    names = [name for name in written.split("; ") if name.strip()]
    return tuple(SpeakerRecord(name=name, kind=kind or SpeakerKind.PERSON) for name in names)


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
