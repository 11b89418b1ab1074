"""Quotes: what was said, across all outlets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from typing_extensions import TypeAliasType

from service.api.schemas.article import ArticleRef, to_article_ref
from service.api.schemas.base import Answer, Text
from service.api.schemas.moment import Moment
from service.api.schemas.page import PageAnswer, PageOptions
from service.api.schemas.quotation import Quotation, to_quotation
from service.api.schemas.span import Convert, OffsetUnit
from service.api.schemas.speaker import SpeakerRef, to_speaker_ref
from service.extraction.quotation import Kind
from service.ingest.article_in import MAX_NAME
from service.storage.filters import QuoteFilter
from service.storage.filters import QuoteSort as StoredQuoteSort
from service.storage.views import OccurrenceView, Page, QuoteDetail, QuoteView

# An alias of this type gives the contract a name for the values.
QuoteSort = TypeAliasType(
    "QuoteSort",
    Annotated[
        StoredQuoteSort,
        Field(description="Latest or earliest first seen first, or first what most outlets print."),
    ],
)


class Quote(Answer):
    """One utterance across all outlets, in the fullest wording seen."""

    id: UUID
    kind: Kind
    text: str
    """The fullest wording seen, without quotation marks; the paraphrase where it is indirect."""
    speaker: SpeakerRef | None
    """The first of `speakers`; null where nobody can be made out."""
    speakers: list[SpeakerRef]
    """Who said it: several for a joint statement, none where nobody can be made out. Where outlets
    disagree, whom most of them credit."""
    disputed: list[SpeakerRef]
    """Whom other outlets credit with the same words; empty where outlets agree."""
    first_seen: datetime
    """When it was first published, as far as this store knows; in UTC."""
    outlet_count: int = Field(ge=1)
    """How many outlets have printed it."""
    occurrence_count: int = Field(ge=1)
    """How many times articles have printed it."""


class Occurrence(Quotation):
    """A quote in one article, with the wording that this article printed."""

    article: ArticleRef


class QuoteWithOccurrences(Quote):
    """A quote and where it was printed."""

    occurrences: list[Occurrence]
    """Where it was printed, earliest publication first."""


class QuotePage(PageAnswer):
    """Some of the quotes."""

    items: list[Quote]
    """Quotes, without their occurrences."""


class QuoteOptions(PageOptions):
    """Which quotes to list: all that is given must hold."""

    q: Text | None = Field(default=None, min_length=1, max_length=500)
    """Words that must all occur in the quote, whole, in any order and case."""
    speaker: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """Only quotes of the speaker with this name or alias."""
    speaker_id: UUID | None = None
    """Only quotes of this speaker."""
    outlet: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """Only quotes printed by this outlet, given by its domain or its name."""
    kind: Kind | None = None
    """Only quotes of this kind."""
    published_from: Moment | None = None
    """Only quotes printed at this moment or later (RFC 3339)."""
    published_to: Moment | None = None
    """Only quotes printed before this moment (RFC 3339)."""
    min_outlets: int | None = Field(default=None, ge=1, le=1_000_000)
    """Only quotes that at least so many outlets have printed."""
    sort: QuoteSort = "newest"
    """The order: by the date first seen, or those that most outlets have printed first."""


def to_filter(options: QuoteOptions) -> QuoteFilter:
    """The options of a list -> what storage is asked for."""
    return QuoteFilter(
        q=options.q,
        speaker=options.speaker,
        speaker_id=options.speaker_id,
        outlet=options.outlet,
        kind=options.kind,
        published_from=options.published_from,
        published_to=options.published_to,
        min_outlets=options.min_outlets,
    )


def to_quote(quote: QuoteView) -> Quote:
    """A stored quote -> what is answered."""
    speakers = [to_speaker_ref(speaker) for speaker in quote.speakers]
    return Quote(
        id=quote.id,
        kind=Kind(quote.kind),
        text=quote.text,
        speaker=speakers[0] if speakers else None,
        speakers=speakers,
        disputed=[to_speaker_ref(rival) for rival in quote.rivals],
        first_seen=quote.first_seen,
        outlet_count=quote.outlet_count,
        occurrence_count=quote.occurrence_count,
    )


def to_quote_page(page: Page[QuoteView]) -> QuotePage:
    """A page of stored quotes -> what is answered."""
    return QuotePage(items=[to_quote(quote) for quote in page.items], next_cursor=page.next_cursor)


def to_quote_with_occurrences(
    detail: QuoteDetail, converters: Mapping[UUID, Convert], *, unit: OffsetUnit
) -> QuoteWithOccurrences:
    """A stored quote, a converter for each article that prints it, and their unit -> the answer."""
    return QuoteWithOccurrences(
        **dict(to_quote(detail.quote)),
        occurrences=[
            _to_occurrence(found, converters[found.article.id], unit=unit)
            for found in detail.occurrences
        ],
    )


def _to_occurrence(found: OccurrenceView, convert: Convert, *, unit: OffsetUnit) -> Occurrence:
    quotation = to_quotation(found, convert, unit=unit)
    return Occurrence(**dict(quotation), article=to_article_ref(found.article))
