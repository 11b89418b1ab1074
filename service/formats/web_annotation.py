"""W3C Web Annotations: an `AnnotationPage` for a text, an `Annotation` for each quotation.

Each target has two selectors for the same words. A `TextPositionSelector` counts code points, as
the standard demands. A `TextQuoteSelector` finds the words again where the page has other text
around them. `styleClass` says what a target is: words, content, cue or source. The confidence of a
quotation and most of what is known of the article have no place here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from service.errors import InvalidRequest
from service.extraction.quotation import Kind, Polarity, Stance
from service.formats.fields import FieldReader, JsonObject
from service.formats.record import (
    ArticleRecord,
    QuotationRecord,
    SpeakerRecord,
    check_article_record,
)
from service.formats.urns import from_urn, kind_in_urn, to_urn
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"

_ROLES = ("words", "content", "cue", "source")
_AROUND = 32
"""Code points of text before and after the words, to tell repeated words apart."""


def to_annotation_page(record: ArticleRecord) -> JsonObject:
    """Return the annotations of a record. Their source is the article's URL, or else its URN."""
    urn = to_urn("article", record.id)
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": urn,
        "type": "AnnotationPage",
        "items": [
            _annotation(record.text, quotation, source=record.url or urn or "urn:onrecord:text")
            for quotation in record.quotations
        ],
    }


def from_annotation_page(value: object, *, text: str) -> ArticleRecord:
    """Return the record of a text and its annotations.

    Raises:
        InvalidRequest: The page has another form, or a position does not hold the quoted words.
    """
    fields = FieldReader(value)
    known = fields.text("id")
    record = ArticleRecord(
        id=from_urn(known) if known else None,
        text=text,
        quotations=tuple(_quotation(each, text) for each in fields.children("items")),
    )
    return check_article_record(record)


def _annotation(text: str, quotation: QuotationRecord, *, source: str) -> JsonObject:
    parts = (quotation.spans, quotation.content, quotation.cue, quotation.source)
    bodies: list[JsonObject] = [
        _body("classifying", quotation.kind),
        _body("tagging", quotation.stance),
        _body("assessing", quotation.polarity),
        *(_speaker_body(speaker) for speaker in quotation.speakers),
    ]
    quote = to_urn("quote", quotation.quote_id)
    if quote:
        bodies.append({"type": "SpecificResource", "purpose": "linking", "source": quote})
    annotation: JsonObject = {
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": [
            {
                "type": "SpecificResource",
                "source": source,
                "styleClass": role,
                "selector": _selectors(text, span),
            }
            for role, spans in zip(_ROLES, parts, strict=True)
            for span in spans
        ],
    }
    urn = to_urn("occurrence", quotation.id)
    return {"id": urn, **annotation} if urn else annotation


def _body(purpose: str, value: str) -> JsonObject:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _speaker_body(speaker: SpeakerRecord) -> JsonObject:
    body = _body("identifying", speaker.name or "")
    urn = to_urn("speaker", speaker.id)
    if urn:
        body["id"] = urn
    body["schema:additionalType"] = to_urn("kind", speaker.kind)
    return body


def _selectors(text: str, span: Span) -> list[JsonObject]:
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - _AROUND) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
    ]


def _quotation(fields: FieldReader, text: str) -> QuotationRecord:
    bodies = fields.children("body")
    spans = _spans_by_role(fields.children("target"), text)
    known = fields.text("id")
    quotes = [each.required_text("source") for each in bodies if _is(each, "linking")]
    kinds = [each.choice("value", Kind) for each in bodies if _is(each, "classifying")]
    stances = [each.choice("value", Stance) for each in bodies if _is(each, "tagging")]
    polarities = [each.choice("value", Polarity) for each in bodies if _is(each, "assessing")]
    return QuotationRecord(
        id=from_urn(known) if known else None,
        quote_id=from_urn(quotes[0]) if quotes else None,
        kind=(kinds and kinds[0]) or Kind.DIRECT,
        stance=(stances and stances[0]) or Stance.SPEECH,
        polarity=(polarities and polarities[0]) or Polarity.ASSERTED,
        speakers=tuple(_speaker(each) for each in bodies if _is(each, "identifying")),
        spans=spans["words"],
        content=spans["content"],
        cue=spans["cue"],
        source=spans["source"],
    )


def _is(body: FieldReader, purpose: str) -> bool:
    return body.text("purpose") == purpose


def _speaker(fields: FieldReader) -> SpeakerRecord:
    known, kind = fields.text("id"), fields.text("schema:additionalType")
    return SpeakerRecord(
        id=from_urn(known) if known else None,
        name=fields.text("value"),
        kind=kind_in_urn(kind, SpeakerKind) if kind else SpeakerKind.PERSON,
    )


def _spans_by_role(targets: Iterable[FieldReader], text: str) -> dict[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = dict.fromkeys(_ROLES, ())
    for target in targets:
        role = target.text("styleClass")
        if role not in found:
            raise InvalidRequest(f"`{target.name_of('styleClass')}` is none of the four roles.")
        found[role] = (*found[role], _span(target.children("selector"), text))
    return found


def _span(selectors: Iterable[FieldReader], text: str) -> Span:
    by_type: dict[Any, FieldReader] = {each.text("type"): each for each in selectors}
    position, quote = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    if position is None:
        raise InvalidRequest("A target has no TextPositionSelector.")
    span = position.span()
    if quote and quote.exact("exact") != span.of(text):
        raise InvalidRequest("A position does not hold the words of its TextQuoteSelector.")
    return span
