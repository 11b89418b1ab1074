"""Who spoke."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from service.api.schemas.base import Answer, Text
from service.api.schemas.page import PageAnswer, PageOptions
from service.ingest.article_in import MAX_NAME
from service.speakers.speaker import Speaker as ReadSpeaker
from service.speakers.speaker import SpeakerKind
from service.storage.views import Page, SpeakerView
from service.storage.views import SpeakerRef as SpeakerRefView


class SpeakerRef(Answer):
    """The resolved person, organisation or group behind a quotation's source."""

    id: UUID | None
    """Null where nothing is stored: in `POST /v1/extract`, and for an anonymous speaker."""
    name: str | None
    """The fullest name that the article prints. Of an anonymous speaker, what the article calls it
    ("a senior official"), or null."""
    kind: SpeakerKind


class Speaker(Answer):
    """A speaker across all articles."""

    id: UUID
    name: str
    """The fullest name seen."""
    kind: SpeakerKind
    aliases: list[str]
    """Other names under which articles know this speaker."""
    quote_count: int = Field(ge=0)
    """How many quotes are this speaker's."""


class SpeakerPage(PageAnswer):
    """Some of the speakers."""

    items: list[Speaker]
    """Speakers by name."""


class SpeakerOptions(PageOptions):
    """Which speakers to list."""

    q: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """Only speakers of whom a name or alias begins so."""


def to_speaker_ref(speaker: SpeakerRefView) -> SpeakerRef:
    """A stored speaker of a quote -> what is answered."""
    return SpeakerRef(id=speaker.id, name=speaker.name, kind=SpeakerKind(speaker.kind))


def to_unstored_speaker(speaker: ReadSpeaker) -> SpeakerRef:
    """A speaker of a text that is not stored -> what is answered."""
    return SpeakerRef(id=None, name=speaker.name, kind=speaker.kind)


def to_speaker(speaker: SpeakerView) -> Speaker:
    """A stored speaker -> what is answered."""
    return Speaker(
        id=speaker.id,
        name=speaker.name,
        kind=SpeakerKind(speaker.kind),
        aliases=list(speaker.aliases),
        quote_count=speaker.quote_count,
    )


def to_speaker_page(page: Page[SpeakerView]) -> SpeakerPage:
    """A page of stored speakers -> what is answered."""
    return SpeakerPage(
        items=[to_speaker(speaker) for speaker in page.items], next_cursor=page.next_cursor
    )
