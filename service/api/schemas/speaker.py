"""Speakers: in short beside a quotation, and in full."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field
from typing_extensions import TypeAliasType

from service.api.schemas.base import Answer, PageAnswer, PageOptions, Text
from service.api.schemas.example_article import example_id
from service.ingest.article_in import MAX_NAME
from service.speakers.speaker import Speaker as ReadSpeaker
from service.speakers.speaker import SpeakerKind
from service.storage.filters import SpeakerFilter
from service.storage.filters import SpeakerSort as StoredSpeakerSort

# An alias of this type gives the contract a name for the values.
SpeakerSort = TypeAliasType(
    "SpeakerSort",
    Annotated[StoredSpeakerSort, Field(description="The order of a list of speakers.")],
)


class SpeakerRef(Answer):
    """The resolved person, organisation or group behind a quotation's source."""

    example = {"id": example_id(2), "name": "Ada Lindqvist", "kind": "person"}

    id: UUID | None
    """Null where nothing is stored: in `POST /v1/extract`, and for an anonymous speaker."""
    name: str | None
    """The fullest name that the article prints. Of an anonymous speaker, what the article calls it
    ("a senior official"), or null."""
    kind: SpeakerKind


class Speaker(Answer):
    """A speaker across all articles."""

    example = {
        **SpeakerRef.example,
        "aliases": ["Mayor Lindqvist"],
        "wikidata_id": None,
        "notes": "Mayor since 2024.",
        "provisional": False,
        "quote_count": 12,
    }

    id: UUID
    name: str
    """The name that an editor or a list gives, else the fullest name seen."""
    kind: SpeakerKind
    aliases: list[str]
    """Other names under which articles know this speaker."""
    wikidata_id: str | None
    """The speaker's item at Wikidata, such as Q42; null where it is not known."""
    notes: str | None
    """What editors wrote down about the speaker."""
    provisional: bool
    """True if the speaker is only a surname, and no evidence says which person it is. It joins that
    person once a fuller name is stored."""
    quote_count: int = Field(ge=0)
    """How many quotes are this speaker's."""


class SpeakerPage(PageAnswer):
    """Some of the speakers."""

    example = {"items": [Speaker.example], "next_cursor": None}

    items: list[Speaker]
    """Speakers in the order asked for."""


class SpeakerOptions(PageOptions):
    """Which speakers to list."""

    q: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """The beginning of a name or alias, or of a word in one."""
    kind: SpeakerKind | None = None
    """Only speakers of this kind."""
    provisional: bool | None = None
    """Only surnames that may mean several people, or only other speakers."""
    sort: SpeakerSort = "name"
    """The order: by name, or the most quoted first. The latter has one page: its `next_cursor` is
    always null."""


def to_speaker_filter(options: SpeakerOptions) -> SpeakerFilter:
    """Return the filter of speakers for the options of a list."""
    return SpeakerFilter(q=options.q, kind=options.kind, provisional=options.provisional)


def to_unstored_speaker(speaker: ReadSpeaker) -> SpeakerRef:
    """Return the answer for a speaker of a text that is not stored."""
    return SpeakerRef(id=None, name=speaker.name, kind=speaker.kind)
