"""Occurrences: the words that articles print, each with the utterance that it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from service.backfill.core.articles import ArchivedArticle
from service.backfill.core.ids import archived_id
from service.backfill.core.speakers import SpeakerKeys
from service.dedup.stored_form import NewUtterance, digest_of, new_utterance
from service.storage.inputs import write_spans

UNDATED = datetime.max.replace(tzinfo=UTC)
"""The date of an article without one. What loads it puts the time of storing in its place."""

_PARAPHRASE = "indirect"


@dataclass(frozen=True, slots=True)
class ArchivedOccurrence:
    """An occurrence, with all that its quote needs of it (`dedup.quote_summary`)."""

    id: UUID
    quotation_id: UUID
    article_id: UUID
    outlet_id: UUID
    origin: UUID
    ordinal: int
    text: str
    spans: list[list[int]]
    kind: str
    dated_at: datetime
    resolution_confidence: float
    utterance: NewUtterance

    @property
    def speakers(self) -> tuple[str, ...]:
        """The keys of the named speakers."""
        return self.utterance.speakers

    @property
    def judged(self) -> bool:
        """An archive knows no judgements."""
        return False


def occurrences_in(
    article: ArchivedArticle, keys: SpeakerKeys, story_id: UUID | None
) -> Iterator[ArchivedOccurrence]:
    """Yield the occurrences of an article, in the order of the text.

    Args:
        article: The article.
        keys: The keys of its speakers.
        story_id: The story that it is of, or None.
    """
    published = article.written.published_at
    ordinal = 0
    for quotation in article.quotations:
        written = quotation.written
        speakers = [
            keys[quotation.id, position]
            for position, name in enumerate(quotation.names)
            if name is not None
        ]
        for said in written.utterances:
            yield ArchivedOccurrence(
                id=archived_id("occurrence", str(quotation.id), str(ordinal), at=published),
                quotation_id=quotation.id,
                article_id=article.id,
                outlet_id=article.outlet_id,
                origin=story_id or article.id,
                ordinal=ordinal,
                text=said.text,
                spans=write_spans(said.spans),
                kind=written.kind,
                dated_at=published or UNDATED,
                resolution_confidence=written.resolution.confidence,
                utterance=new_utterance(
                    said.text,
                    speakers=speakers,
                    source=written.source.text if written.source else "",
                    day=published.toordinal() if published else None,
                    verbatim=written.kind != _PARAPHRASE,
                    place=digest_of(str(article.id), str(ordinal)),
                    judged=None,
                ),
            )
            ordinal += 1
