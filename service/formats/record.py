"""The one record that all formats hold: a text with its quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from service.errors import InvalidRequest, InvalidText
from service.extraction.quotation import Kind, Polarity, Stance
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span
from service.text.storable import find_unstorable


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRecord:
    """Who said a quotation."""

    name: str | None
    kind: SpeakerKind = SpeakerKind.PERSON
    id: str | None = None
    """None where no store knows the speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationRecord:
    """One quotation in a text. Spans are code points, half open, in the order of the text."""

    spans: tuple[Span, ...]
    """The words of the utterance, without quotation marks."""
    content: tuple[Span, ...]
    """All that is attributed, quoted or not."""
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    kind: Kind = Kind.DIRECT
    stance: Stance = Stance.SPEECH
    polarity: Polarity = Polarity.ASSERTED
    confidence: float | None = None
    speakers: tuple[SpeakerRecord, ...] = ()
    id: str | None = None
    """The occurrence, where it is stored."""
    quote_id: str | None = None
    """The quote across outlets, where it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRecord:
    """The publisher: a domain, a name or both."""

    domain: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """A text, what is known of its publication, and its quotations."""

    id: str | None
    text: str
    outlet: OutletRecord | None = None
    url: str | None = None
    title: str | None = None
    published_at: datetime | None = None
    """In UTC."""
    quotations: tuple[QuotationRecord, ...] = ()


def check_article_record(record: ArticleRecord) -> ArticleRecord:
    """Return the record as it is, if its text can be stored and its spans are in the text.

    Raises:
        InvalidText: The text holds NUL or a lone surrogate.
        InvalidRequest: A span is empty or leaves the text, or a quotation has no words.
    """
    found = find_unstorable(record.text)
    if found:
        raise InvalidText(f"`text` holds {found.name} at offset {found.offset}. Remove it.")
    for number, quotation in enumerate(record.quotations):
        if not (quotation.spans and quotation.content):
            raise InvalidRequest(f"`quotations[{number}]` has no words.")
        if not all(0 <= span.start < span.end <= len(record.text) for span in _spans_of(quotation)):
            raise InvalidRequest(f"`quotations[{number}]` has a span that leaves the text.")
    return record


def words_of(text: str, spans: Iterable[Span]) -> str:
    """Return the words at the spans, joined by a space."""
    return " ".join(span.of(text) for span in spans)


def _spans_of(quotation: QuotationRecord) -> Iterator[Span]:
    for spans in (quotation.spans, quotation.content, quotation.cue, quotation.source):
        yield from spans
