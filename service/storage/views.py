"""What storage hands out: rows joined into the things a reader of the API asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from service.dedup.differences import Difference
from service.text.spans import Span

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, in its order, and where the next ones begin."""

    items: tuple[Item, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class OutletView:
    """A publisher and how many of its articles are stored."""

    id: UUID
    domain: str | None
    name: str | None
    article_count: int


@dataclass(frozen=True, slots=True)
class OutletRef:
    """The publisher of an article."""

    id: UUID
    domain: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """An article without its text."""

    id: UUID
    outlet: OutletRef
    url: str | None
    title: str | None
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """Who spoke. `id` is None for a speaker that has no row: an anonymous or unnamed one."""

    id: UUID | None
    name: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class SpanText:
    """The spans of an attribution's part, and the words that stand there, joined by a space."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AttributionView:
    """One attribution in one article; several occurrences of a mixed quotation share it."""

    id: UUID
    content: SpanText
    cue: SpanText | None
    source: SpanText | None
    stance: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Relay:
    """Who passed on words that somebody else spoke, as the article names them."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """How the article itself told who spoke, whatever editors made of it since."""

    step: str
    confidence: float
    mention: SpanText | None
    via: Relay | None


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """A quote in one article, with the wording that this article printed."""

    id: UUID
    quote_id: UUID
    article: ArticleRef
    kind: str
    text: str
    spans: tuple[Span, ...]
    attribution: AttributionView
    resolution: ResolutionView
    speakers: tuple[SpeakerRef, ...]
    match: str
    similarity: float
    """How much of what the shorter says, this wording or the quote's, the other says too."""
    alignment: tuple[Difference, ...]
    """What this wording left out of, added to and changed of the quote's fullest."""
    quote_text: str
    """The fullest wording: what `alignment` points into."""
    outlet_count: int
    occurrence_count: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its text and all that was found in it, in the order of the text."""

    ref: ArticleRef
    text: str
    occurrences: tuple[OccurrenceView, ...]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One utterance across all outlets: the fullest wording seen, and who said it."""

    id: UUID
    text: str
    kind: str
    speakers: tuple[SpeakerRef, ...]
    disputed: tuple[SpeakerRef, ...]
    """Whom else outlets credit with it."""
    first_seen: datetime
    outlet_count: int
    occurrence_count: int

    @property
    def speaker(self) -> SpeakerRef | None:
        """The first of `speakers`, or None where nothing says who spoke."""
        return self.speakers[0] if self.speakers else None


@dataclass(frozen=True, slots=True)
class QuoteDetail:
    """A quote and where it was printed, earliest publication first."""

    quote: QuoteView
    occurrences: tuple[OccurrenceView, ...]
    texts: Mapping[UUID, str]
    """The texts of the articles that print it, by id, where they were asked for; else empty."""


@dataclass(frozen=True, slots=True)
class MatchView:
    """A quote that given words met, and how."""

    quote: QuoteView
    match: str
    similarity: float
    wording: str
    """The wording, of those that outlets printed, that the words met."""
    alignment: tuple[Difference, ...]
    """What the given words left out of, added to and changed of that wording."""
    occurrences: tuple[OccurrenceView, ...]
    """The earliest that print it."""


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker with the other names under which articles know them."""

    id: UUID
    name: str
    kind: str
    aliases: tuple[str, ...]
    wikidata_id: str | None
    notes: str | None
    provisional: bool
    quote_count: int


@dataclass(frozen=True, slots=True)
class JudgementView:
    """What an editor decided, and whether it still holds."""

    id: UUID
    kind: str
    speaker_id: UUID | None
    quote_id: UUID | None
    """The speaker or the quote that it is about."""
    other_id: UUID | None
    changes: dict[str, Any]
    occurrence_count: int
    """How many occurrences it moved, joined or pinned."""
    editor: str
    reason: str | None
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None
