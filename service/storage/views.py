"""What storage returns: rows joined into things that a reader asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from service.dedup.differences import Difference
from service.text.spans import Span

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, in its order, and the cursor of the next page."""

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
    story_id: UUID | None
    """The story that it shares with its near copies. None for an article without one."""


@dataclass(frozen=True, slots=True)
class SpanText:
    """The spans of a part of an attribution, and their words, joined by a space."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """Who spoke. `id` is None for an anonymous or unnamed speaker, who has no row."""

    id: UUID | None
    name: str | None
    kind: str
    description: SpanText | None = None
    """Title, role and affiliation as one article prints them. None where it prints none, and where
    no single article is meant."""


@dataclass(frozen=True, slots=True)
class AttributionView:
    """One attribution in one article; several occurrences of a mixed quotation share it."""

    id: UUID
    content: SpanText
    cue: SpanText | None
    source: SpanText | None
    stance: str
    polarity: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Relay:
    """Who reported the words of another speaker, as the article names them."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """How the speaker was found in the article. Of judgements only corrections change this."""

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
    speaker_from: str
    """`article`, or `other_outlets` where this one is unsure and others agree."""
    match: str
    similarity: float
    """How much of the shorter wording, this one or the quote's, the longer one has as well."""
    alignment: tuple[Difference, ...]
    """What this wording omits, adds and changes, compared with the quote's fullest wording."""
    quote_text: str
    """The quote's fullest wording. `alignment` has offsets into it."""
    outlet_count: int
    origin_count: int
    occurrence_count: int


@dataclass(frozen=True, slots=True)
class DeniedView:
    """Words that an article says were not said. No quote has them, and no speaker."""

    kind: str
    text: str
    spans: tuple[Span, ...]
    attribution: AttributionView
    resolution: ResolutionView
    speakers: tuple[SpeakerRef, ...]
    """Whose words they are not, as the article names them. No id is known."""


@dataclass(frozen=True, slots=True)
class StoryView:
    """Articles that are near copies of each other, as one of them shows it."""

    id: UUID
    article_count: int
    outlet_count: int
    articles: tuple[ArticleRef, ...]
    """The other articles, the earliest first: some, if there are many."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its text and all that was found in it, in the order of the text."""

    ref: ArticleRef
    text: str
    occurrences: tuple[OccurrenceView, ...]
    denied: tuple[DeniedView, ...] = ()
    story: StoryView | None = None


@dataclass(frozen=True, slots=True)
class StoreLoad:
    """How busy the database is with the transactions of one process."""

    waiting: int
    """Transactions that wait for their turn to write."""
    writing: int
    connections: Mapping[str, int]
    """Connections in use, by their pool."""


@dataclass(frozen=True, slots=True)
class WriteEffort:
    """What it took to assign quotes in one transaction."""

    candidates: int = 0
    """Stored utterances whose words were compared with those of a new one."""
    clustering_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that was put into the store."""

    view: ArticleView
    created: bool
    """True where the article was not stored before."""
    changed: bool
    """True where anything was stored: a new article, or another text of a known one."""
    effort: WriteEffort = field(default=WriteEffort(), compare=False)


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One utterance across all outlets: its fullest wording, and who said it."""

    id: UUID
    text: str
    kind: str
    speakers: tuple[SpeakerRef, ...]
    disputed: tuple[SpeakerRef, ...]
    """Other speakers whom some outlets name."""
    first_seen: datetime
    outlet_count: int
    origin_count: int
    occurrence_count: int

    @property
    def speaker(self) -> SpeakerRef | None:
        """The first of `speakers`, or None where nothing says who spoke."""
        return self.speakers[0] if self.speakers else None


@dataclass(frozen=True, slots=True)
class QuoteDetail:
    """A quote and its occurrences, the earliest publication first."""

    quote: QuoteView
    occurrences: tuple[OccurrenceView, ...]
    texts: Mapping[UUID, str]
    """The texts of its articles by id, if the caller asked for them, else empty."""


@dataclass(frozen=True, slots=True)
class MatchView:
    """A quote that matches given words, and how."""

    quote: QuoteView
    match: str
    similarity: float
    by_speaker: bool
    """Whether any outlet names the speaker that was asked for."""
    wording: str
    """The printed wording that the words match best."""
    alignment: tuple[Difference, ...]
    """What the given words omit, add and change, compared with that wording."""
    occurrences: tuple[OccurrenceView, ...]
    """The earliest occurrences."""


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker with the other names that articles use."""

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
    """An editor's decision, and whether it still holds."""

    id: UUID
    kind: str
    speaker_id: UUID | None
    quote_id: UUID | None
    article_id: UUID | None
    """The speaker, the quote or the article that it is about."""
    other_id: UUID | None
    changes: dict[str, Any]
    occurrence_count: int
    """How many occurrences it moves, joins, pins or corrects."""
    editor: str
    reason: str | None
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many articles and utterances are reclustered, of how many in all."""

    done: int
    total: int
