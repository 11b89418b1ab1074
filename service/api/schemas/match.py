"""Was this said? The words that a client asks about, and the stored quotes that they match."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from service.api.schemas.article import ArticleRef
from service.api.schemas.base import Answer, Moment, Submission, Text, WholeNumber
from service.api.schemas.example_article import PUBLISHED_AT
from service.api.schemas.quotation import Match, Quotation, SpeakerFrom
from service.api.schemas.quote import Quote
from service.api.schemas.span import Difference, OffsetUnit, to_alignment
from service.api.schemas.speaker import SpeakerRef
from service.dedup.words.normalise import tokens_of
from service.ingest.article_in import MAX_NAME
from service.storage.views import MatchView, OccurrenceView

MAX_WORDS = 5_000
MOST_MATCHES = 50


def _holds_words(value: str) -> str:
    if not tokens_of(value):
        raise PydanticCustomError("wordless", "")
    return value


SaidWords = Annotated[Text, Field(min_length=1, max_length=MAX_WORDS), AfterValidator(_holds_words)]
"""Words that somebody said: at least one."""


class MatchIn(Submission):
    """Words that somebody is said to have said."""

    example = {
        "text": "“Who pays for the ship?”",
        "speaker": SpeakerRef.example["name"],
        "published_at": PUBLISHED_AT,
    }

    text: SaidWords
    """The words, with or without quotation marks. Case, marks and spelling do not matter."""
    speaker: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """The name or alias of who is said to have said them. Quotes that any outlet credits this
    speaker with come before others as good; others are answered as well."""
    published_at: Moment | None = None
    """When the words were published, as far as is known (RFC 3339). Of quotes that are as good
    otherwise, the one first seen nearest to that day comes first."""
    limit: WholeNumber = Field(default=10, ge=1, le=MOST_MATCHES)
    """How many quotes to answer at most."""


class MatchKind(StrEnum):
    """How the given words match a quote. `exact`: the same words. `fragment`: a part of the quote,
    word for word. `variant`: some words are changed, added or left out.
    """

    EXACT = "exact"
    VARIANT = "variant"
    FRAGMENT = "fragment"


class MatchedOccurrence(Answer):
    """A matched quote in one article."""

    example = {
        "id": Quotation.example["id"],
        "article": ArticleRef.example,
        "text": Quotation.example["text"],
        "speaker": SpeakerRef.example,
        "speakers": [SpeakerRef.example],
        "speaker_from": "article",
        "match": "exact",
        "similarity": 1.0,
        "alignment": [],
    }

    id: UUID
    """The occurrence, as in `GET /v1/quotes/{quote_id}`."""
    article: ArticleRef
    text: str
    """The words as this article prints them."""
    speaker: SpeakerRef | None
    """The first of `speakers`; null where the speaker is unknown."""
    speakers: list[SpeakerRef]
    """The speakers that this article names, or those of `speaker_from`."""
    speaker_from: SpeakerFrom
    """`other_outlets` where this article is unsure and three others agree: see `Quotation`."""
    match: Match
    similarity: float = Field(ge=0, le=1)
    """The share of the shorter wording that is also in the longer one: this one and the fullest."""
    alignment: list[Difference]
    """How this wording differs from the quote's fullest."""


class QuoteMatch(Answer):
    """A quote that the given words match, and how."""

    example = {
        "quote": Quote.example,
        "match": "variant",
        "similarity": 0.9,
        "wording": Quote.example["text"],
        "alignment": [
            {
                "kind": "changed",
                "printed": {"start": 18, "end": 22, "text": "ship"},
                "full": {"start": 17, "end": 21, "text": "pier"},
            }
        ],
        "occurrences": [MatchedOccurrence.example],
    }

    quote: Quote
    match: MatchKind
    similarity: float = Field(ge=0, le=1)
    """The share of the shorter wording that is also in the longer one: the given words and
    `wording`. Rare words count more than common ones. At 1, words may still differ: see
    `alignment`."""
    wording: str
    """The printed wording that the given words match: the quote's fullest, unless another is
    nearer."""
    alignment: list[Difference]
    """How the given words differ from `wording`, in order, such as a dropped negation or a changed
    number. `printed` points into the given `text`, `full` into `wording`."""
    occurrences: list[MatchedOccurrence]
    """The earliest occurrences of the quote, at most five. `GET /v1/quotes/{quote_id}` has all."""


class QuoteMatches(Answer):
    """The quotes that the given words match."""

    example = {"items": [QuoteMatch.example]}

    items: list[QuoteMatch]
    """Quotes, best first. First come quotes with exactly these words, then quotes that contain them
    side by side, then quotes with a part of them, by the share. Of equals, the quote that more
    outlets print comes first. Empty if no stored quote matches."""


def to_quote_matches(
    matches: tuple[MatchView, ...], words: str, *, unit: OffsetUnit
) -> QuoteMatches:
    """Return the answer for the quotes that the client's `words` match, offsets in `unit`."""
    return QuoteMatches(items=[_to_match(match, words, unit=unit) for match in matches])


def _to_match(match: MatchView, words: str, *, unit: OffsetUnit) -> QuoteMatch:
    return QuoteMatch(
        quote=Quote.model_validate(match.quote),
        match=MatchKind(match.match),
        similarity=match.similarity,
        wording=match.wording,
        alignment=to_alignment(match.alignment, printed=words, full=match.wording, unit=unit),
        occurrences=[_to_occurrence(occurrence, unit=unit) for occurrence in match.occurrences],
    )


def _to_occurrence(occurrence: OccurrenceView, *, unit: OffsetUnit) -> MatchedOccurrence:
    speakers = [SpeakerRef.model_validate(speaker) for speaker in occurrence.speakers]
    return MatchedOccurrence(
        id=occurrence.id,
        article=ArticleRef.model_validate(occurrence.article),
        text=occurrence.text,
        speaker=speakers[0] if speakers else None,
        speakers=speakers,
        speaker_from=SpeakerFrom(occurrence.speaker_from),
        match=Match(occurrence.match),
        similarity=occurrence.similarity,
        alignment=to_alignment(
            occurrence.alignment, printed=occurrence.text, full=occurrence.quote_text, unit=unit
        ),
    )
