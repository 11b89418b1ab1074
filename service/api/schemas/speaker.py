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
    """The name that an editor or a list gives, else the fullest name seen."""
    kind: SpeakerKind
    aliases: list[str]
    """Other names under which articles know this speaker."""
    wikidata_id: str | None
    """The speaker's item at Wikidata, such as Q42; null where nobody has said which."""
    notes: str | None
    """What editors wrote down about the speaker."""
    provisional: bool
    """True for a surname that stands alone, of which nothing tells yet whose it is: the speaker of
    one outlet's articles of one week, which joins another as soon as a fuller name is there."""
    quote_count: int = Field(ge=0)
    """How many quotes are this speaker's."""


class SpeakerPage(PageAnswer):
    """Some of the speakers."""

    items: list[Speaker]
    """Speakers by name."""


class SpeakerOptions(PageOptions):
    """Which speakers to list."""

    q: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """Only speakers of whom a name or alias, or a word in one, begins so."""


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
        wikidata_id=speaker.wikidata_id,
        notes=speaker.notes,
        provisional=speaker.provisional,
        quote_count=speaker.quote_count,
    )


def to_speaker_page(page: Page[SpeakerView]) -> SpeakerPage:
    """A page of stored speakers -> what is answered."""
    return SpeakerPage(
        items=[to_speaker(speaker) for speaker in page.items], next_cursor=page.next_cursor
    )
