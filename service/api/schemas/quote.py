"""Quotes: what was said, across all outlets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from service.api.schemas.article import ArticleRef
from service.api.schemas.base import (
    Answer,
    Moment,
    PageAnswer,
    PageOptions,
    QueryFlag,
    Submission,
    Text,
    refuse_other_digits,
)
from service.api.schemas.example_article import PUBLISHED_AT
from service.api.schemas.quotation import Quotation, to_quotation
from service.api.schemas.span import Convert, OffsetUnit
from service.api.schemas.speaker import SpeakerRef
from service.extraction.quotation import Kind
from service.ingest.article_in import MAX_NAME
from service.storage.filters import QuoteFilter
from service.storage.filters import QuoteSort as StoredQuoteSort
from service.storage.views import OccurrenceView, QuoteDetail

# An alias of this type gives the contract a name for the values.
QuoteSort = TypeAliasType(
    "QuoteSort",
    Annotated[
        StoredQuoteSort,
        Field(description="The order of a list of quotes."),
    ],
)


def _refuse_relevance(value: StoredQuoteSort, info: ValidationInfo) -> StoredQuoteSort:
    if value == "relevance" and info.data.get("q", "") is None:
        raise PydanticCustomError("relevance_to_nothing", "")
    return value


class Quote(Answer):
    """One utterance across all outlets, in the fullest wording seen."""

    example = {
        "id": Quotation.example["quote_id"],
        "kind": "direct",
        "text": Quotation.example["text"],
        "speaker": SpeakerRef.example,
        "speakers": [SpeakerRef.example],
        "disputed": [],
        "first_seen": PUBLISHED_AT,
        "outlet_count": 2,
        "origin_count": 2,
        "occurrence_count": 3,
    }

    id: UUID
    kind: Kind
    text: str
    """The fullest wording seen, without quotation marks; the paraphrase where it is indirect."""
    speaker: SpeakerRef | None
    """The first of `speakers`; null where the speaker is unknown."""
    speakers: list[SpeakerRef]
    """The speakers: several for a joint statement, none if the speaker is unknown. If outlets
    disagree, these are the speakers that most outlets name."""
    disputed: list[SpeakerRef]
    """The speakers that other outlets name for the same words. Empty if outlets agree."""
    first_seen: datetime
    """When it was first published, as far as this store knows; in UTC."""
    outlet_count: int = Field(ge=1)
    """How many outlets have printed it."""
    origin_count: int = Field(ge=1)
    """How many independent origins have printed it. Articles that are near copies of each other,
    such as one agency report at forty outlets, are one origin."""
    occurrence_count: int = Field(ge=1)
    """How many times articles have printed it."""


class Occurrence(Quotation):
    """A quote in one article, with the wording that this article printed."""

    example = {**Quotation.example, "article": ArticleRef.example}

    article: ArticleRef


class QuoteWithOccurrences(Quote):
    """A quote and where it was printed."""

    example = {**Quote.example, "occurrences": [Occurrence.example]}

    occurrences: list[Occurrence]
    """Where it was printed, earliest publication first."""


class QuotePage(PageAnswer):
    """Some of the quotes."""

    example = {"items": [Quote.example], "next_cursor": None}

    items: list[Quote]
    """Quotes, without their occurrences."""


# The limits stand before the validator: else the contract has `ge`, which no JSON Schema knows.
Count = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(refuse_other_digits)]


class QuoteConditions(Submission):
    """Which quotes: all that is given must hold."""

    q: Text | None = Field(default=None, min_length=1, max_length=500)
    """What any wording of the quote must hold. Words: all of them, whole, in any order and case.
    A phrase in quotation marks: its words side by side. A word with a star: words that begin so.
    For example `harbour "sea wall" flood*`. A `q` without a letter or digit finds nothing."""
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
    min_outlets: Count | None = None
    """Only quotes that at least this number of outlets have printed."""
    min_origins: Count | None = None
    """Only quotes with at least this number of independent origins."""
    disputed: QueryFlag | None = None
    """Only quotes for which outlets name different speakers, or only others."""


class QuoteOptions(QuoteConditions, PageOptions):
    """Which quotes to list, and in which order."""

    sort: Annotated[QuoteSort, AfterValidator(_refuse_relevance)] = "newest"
    """The order. `newest` and `oldest` go by the date first seen, `outlets` by how many outlets
    have printed the quote, `origins` by how many independent origins have. `relevance` needs `q`:
    short quotes of many outlets come first."""


def to_quote_filter(options: QuoteConditions) -> QuoteFilter:
    """Return the filter of quotes for the options of a list or an export."""
    return QuoteFilter(
        q=options.q,
        speaker=options.speaker,
        speaker_id=options.speaker_id,
        outlet=options.outlet,
        kind=options.kind,
        published_from=options.published_from,
        published_to=options.published_to,
        min_outlets=options.min_outlets,
        min_origins=options.min_origins,
        disputed=options.disputed,
    )


def to_quote_with_occurrences(
    detail: QuoteDetail, converters: Mapping[UUID, Convert], *, unit: OffsetUnit
) -> QuoteWithOccurrences:
    """Return the answer for a stored quote and its occurrences.

    Args:
        detail: The quote and its occurrences.
        converters: For each article that prints the quote, by id, what turns its spans to `unit`.
        unit: What the offsets of the answer count.
    """
    return QuoteWithOccurrences(
        **dict(Quote.model_validate(detail.quote)),
        occurrences=[
            _to_occurrence(occurrence, converters[occurrence.article.id], unit=unit)
            for occurrence in detail.occurrences
        ],
    )


def _to_occurrence(occurrence: OccurrenceView, convert: Convert, *, unit: OffsetUnit) -> Occurrence:
    quotation = to_quotation(occurrence, convert, unit=unit)
    return Occurrence(**dict(quotation), article=ArticleRef.model_validate(occurrence.article))
