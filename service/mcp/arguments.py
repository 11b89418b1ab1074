"""What the tools take and answer, where the HTTP API has no schema for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas.base import Answer, Submission, Text, WholeNumber
from service.api.schemas.example_article import TEXT
from service.api.schemas.match import MatchKind, QuoteMatch, SaidWords
from service.api.schemas.quote import Quote
from service.api.schemas.span import OffsetUnit
from service.api.schemas.speaker import SpeakerRef
from service.ingest.article_in import MAX_NAME

MOST_QUOTES = 50


class ReadTextArguments(Submission):
    """A text to read."""

    example = {"text": TEXT}

    text: Text = Field(min_length=1)
    """The text of an article, exactly as it was published. Nothing of it is stored."""
    offset_unit: OffsetUnit = OffsetUnit.CODEPOINT
    """What offsets count."""


class WhoSaidArguments(Submission):
    """Words whose speaker is asked for."""

    example = {"words": Quote.example["text"]}

    words: SaidWords
    """The words, whole or a part, with or without quotation marks."""
    limit: WholeNumber = Field(default=5, ge=1, le=MOST_QUOTES)
    """How many quotes to answer at most."""


class SpeakerQuotesArguments(Submission):
    """A speaker, and which quotes."""

    example = {"speaker": SpeakerRef.example["name"], "q": "pier"}

    speaker: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """The speaker's name, or another name that articles use. Give this or `speaker_id`."""
    speaker_id: UUID | None = None
    """The speaker's id, from an earlier answer."""
    q: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """Words that a quote must hold, as in `GET /v1/quotes`."""
    limit: WholeNumber = Field(default=20, ge=1, le=MOST_QUOTES)
    """How many quotes to answer at most, the newest first."""
    cursor: Text | None = Field(default=None, min_length=1, max_length=1000)
    """`next_cursor` of the answer before, with the same other arguments."""

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.speaker is None) == (self.speaker_id is None):
            raise PydanticCustomError("one_speaker", "")
        return self


class SaidQuote(Answer):
    """A stored quote that holds the words, and who said it."""

    example = {
        "speakers": [SpeakerRef.example],
        "disputed": [],
        "match": "exact",
        "quote": Quote.example,
    }

    speakers: list[SpeakerRef]
    """Who said it, as most outlets name them. Empty if the speaker is unknown."""
    disputed: list[SpeakerRef]
    """Other speakers whom some outlets name for the same words."""
    match: MatchKind
    """How the words match the quote."""
    quote: Quote


class SaidQuotes(Answer):
    """The stored quotes that hold the words, best first."""

    example = {"items": [SaidQuote.example]}

    items: list[SaidQuote]


class Verdict(StrEnum):
    """Whether words were said, as far as this store knows. `exact`: word for word. `fragment`: word
    for word, as a part of a longer quote. `variant`: other words of the same quote were printed;
    the differences are in `alignment`. `other_speaker`: they were said, but not by the speaker
    named. `not_found`: no stored quote matches, which does not prove that they were never said.
    """

    EXACT = "exact"
    FRAGMENT = "fragment"
    VARIANT = "variant"
    OTHER_SPEAKER = "other_speaker"
    NOT_FOUND = "not_found"


class SaidAnswer(Answer):
    """Whether words were said, and the quotes that show it."""

    example = {"verdict": "variant", "matches": [QuoteMatch.example]}

    verdict: Verdict
    matches: list[QuoteMatch]
    """The quotes that match, best first."""
