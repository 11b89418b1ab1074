"""What storage takes in: plain records that the steps before make, without SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class UtteranceWrite:
    """One utterance of a quotation. It becomes an occurrence."""

    text: str
    spans: tuple[Span, ...]


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
