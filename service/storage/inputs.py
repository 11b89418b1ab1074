"""What storage takes in: records that the steps before make, and rows of them, without SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from service.speakers.names.printed_names import PrintedName, parse_printed_name
from service.storage.views import ResolutionView, SpanText
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class OutletWrite:
    """A publisher. At least one of domain and name is given."""

    key: str
    """`service.text.name_key.outlet_key` of both."""
    domain: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class ArticleWrite:
    """An article's row, without its outlet."""

    key: str
    url: str | None
    title: str | None
    published_at: datetime | None
    text: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class ArticleKey:
    """The natural key of an article, and its text."""

    outlet_key: str
    key: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class SpeakerWrite:
    """A speaker as one article names it; `named` ones get a row of their own."""

    name: str | None
    kind: str
    named: bool
    description: SpanText | None = None
    """What the article prints beside the name."""


@dataclass(frozen=True, slots=True)
class SpeakerSeed:
    """A speaker of a newsroom's own list."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    wikidata_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedBy:
    """The editor who decides, and the reason."""

    editor: str
    reason: str | None = None
    seen: frozenset[str] | None = None
    """The versions of the object of which the editor saw one. None if any will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerChange:
    """What an editor changes of a speaker. Fields that `fields` leaves out stay as they are."""

    fields: Mapping[str, str | None] = field(default_factory=dict)
    """`name`, `kind`, `wikidata_id`, `notes`. None clears one of the last two."""
    add_aliases: tuple[str, ...] = ()
    remove_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationCorrection:
    """What an editor corrects of a quotation: one of these."""

    no_quotation: bool = False
    spans: tuple[Span, ...] | None = None
    """Where its words stand in the article's text."""
    name: str | None = None
    """Who said it."""
    kind: str | None = None
    """What the speaker is."""


@dataclass(frozen=True, slots=True)
class UtteranceWrite:
    """One utterance of a quotation. It becomes an occurrence."""

    text: str
    spans: tuple[Span, ...]
    withdrawn: bool = False
    """An editor said that it is no quotation: it becomes no occurrence, and keeps its place."""


@dataclass(frozen=True, slots=True)
class QuotationWrite:
    """An attribution with its speakers and utterances."""

    kind: str
    stance: str
    polarity: str
    confidence: float
    content: SpanText
    cue: SpanText | None
    source: SpanText | None
    resolution: ResolutionView
    speakers: tuple[SpeakerWrite, ...]
    utterances: tuple[UtteranceWrite, ...]
    denied: tuple[UtteranceWrite, ...] = ()
    """The words of a denied quotation, in place of its utterances: they become no occurrence."""
    as_read: QuotationWrite | None = None
    """What was read, where an editor corrected it."""


@dataclass(frozen=True, slots=True)
class ArticleToStore:
    """An article that was read: all that storing it takes."""

    outlet: OutletWrite
    article: ArticleWrite
    quotations: tuple[QuotationWrite, ...]
    """In the order of the text."""

    @property
    def natural_key(self) -> ArticleKey:
        """The key by which it is the same article with the same text."""
        return ArticleKey(self.outlet.key, self.article.key, self.article.text_hash)


@dataclass(frozen=True, slots=True)
class NewQuotation:
    """A quotation without a row. Its row is written once, when its speakers are known."""

    id: UUID
    article_id: UUID
    ordinal: int
    """Its position among the quotations of the article."""
    first: int
    """How many utterances the article's quotations before it have."""
    written: QuotationWrite
    names: tuple[PrintedName | None, ...]
    """The parsed name of each speaker; None for a speaker that gets no row."""


def number_quotations(
    article_id: UUID, written: Sequence[QuotationWrite], make_id: Callable[[int], UUID]
) -> list[NewQuotation]:
    """Return an article's quotations in the order of the text, with ids from their positions."""
    firsts = accumulate((len(each.utterances) for each in written), initial=0)
    return [
        NewQuotation(
            id=make_id(ordinal),
            article_id=article_id,
            ordinal=ordinal,
            first=first,
            written=each,
            names=tuple(_printed_name(speaker, each.source) for speaker in each.speakers),
        )
        for ordinal, (each, first) in enumerate(zip(written, firsts, strict=False))
    ]


def quotation_row(new: NewQuotation) -> dict[str, Any]:
    """Return the row of a quotation."""
    written = new.written
    resolved = written.resolution
    return {
        "id": new.id,
        "article_id": new.article_id,
        "ordinal": new.ordinal,
        "kind": written.kind,
        "stance": written.stance,
        "polarity": written.polarity,
        "confidence": written.confidence,
        **_columns("content", written.content),
        **_columns("cue", written.cue),
        **_columns("source", written.source),
        "denied_spans": [write_spans(each.spans) for each in written.denied],
        "as_read": _read_json(written.as_read) if written.as_read else None,
        "resolution_step": resolved.step,
        "resolution_confidence": resolved.confidence,
        **_columns("mention", resolved.mention),
        "via_name": resolved.via.name if resolved.via else None,
        "via_kind": resolved.via.kind if resolved.via else None,
    }


def speaker_rows(
    new: NewQuotation, speaker_ids: Mapping[tuple[UUID, int], UUID]
) -> Iterator[dict[str, Any]]:
    """Yield a row for each speaker of a quotation.

    Args:
        new: The quotation.
        speaker_ids: The ids of named speakers, by the quotation and the position in it.
    """
    for position, (speaker, read) in enumerate(zip(new.written.speakers, new.names, strict=True)):
        yield {
            "quotation_id": new.id,
            "position": position,
            "speaker_id": speaker_ids.get((new.id, position)),
            "name": speaker.name,
            "kind": speaker.kind,
            "name_key": read.key if read else None,
            "surname": read.surname if read else None,
            "alone": read.alone if read else False,
            "title": read.title if read else None,
            "gender": read.gender if read else None,
            **_columns("description", speaker.description),
        }


def write_spans(spans: Sequence[Span]) -> list[list[int]]:
    """Return spans in the form in which they are stored."""
    return [[span.start, span.end] for span in spans]


def _printed_name(speaker: SpeakerWrite, source: SpanText | None) -> PrintedName | None:
    if not speaker.named or not speaker.name:
        return None
    read = parse_printed_name(speaker.name, speaker.kind, source=source.text if source else None)
    return read if read.key else None


def _columns(part: str, words: SpanText | None) -> dict[str, Any]:
    return {
        f"{part}_text": words.text if words else None,
        f"{part}_spans": write_spans(words.spans) if words else [],
    }


def _read_json(read: QuotationWrite) -> dict[str, Any]:
    """Return what a correction may change of a quotation, as its row keeps it."""
    resolution = read.resolution
    return {
        "content": write_spans(read.content.spans),
        "utterances": [write_spans(each.spans) for each in read.utterances],
        "speakers": [
            {
                "name": speaker.name,
                "kind": speaker.kind,
                "named": speaker.named,
                "description": _spans_of(speaker.description),
            }
            for speaker in read.speakers
        ],
        "resolution": {
            "step": resolution.step,
            "confidence": resolution.confidence,
            "mention": _spans_of(resolution.mention),
            "via": [resolution.via.name, resolution.via.kind] if resolution.via else None,
        },
    }


def _spans_of(words: SpanText | None) -> list[list[int]]:
    return write_spans(words.spans) if words else []
