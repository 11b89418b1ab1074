"""Speakers: in short beside a quotation, and in full."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field
from typing_extensions import TypeAliasType

from service.api.schemas.base import Answer, PageAnswer, PageOptions, QueryFlag, Text
from service.api.schemas.example_article import PUBLISHED_AT, example_id, example_span_text
from service.api.schemas.span import Convert, SpanText, to_span_text, words_at
from service.ingest.article_in import MAX_NAME
from service.speakers.descriptions.parts import description_parts
from service.speakers.speaker import Speaker as ReadSpeaker
from service.speakers.speaker import SpeakerKind
from service.storage.filters import SpeakerFilter
from service.storage.filters import SpeakerSort as StoredSpeakerSort
from service.storage.views import SpanText as SpanTextView
from service.storage.views import SpeakerRef as StoredSpeaker
from service.text.spans import Span as TextSpan

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


class Description(SpanText):
    """What an article prints beside a speaker's name, and its parts where the words give them."""

    example = {
        **example_span_text("Mayor"),
        "title": example_span_text("Mayor"),
        "role": None,
        "affiliation": None,
    }

    title: SpanText | None
    """The office that stands before the name with capitals: "Sen.", "Prime Minister"."""
    role: SpanText | None
    """What the speaker is or does: "spokeswoman", "professor of law"."""
    affiliation: SpanText | None
    """The body, party or place: "China's Foreign Ministry", "D-Ohio"."""


class PrintedSpeaker(SpeakerRef):
    """A speaker, and what this article prints beside the name."""

    example = {**SpeakerRef.example, "description": Description.example}

    description: Description | None
    """Title, role and affiliation as this article prints them beside one printing of the name:
    "spokeswoman for China's Foreign Ministry". Several spans stand around the name ("Sen.",
    "D-Ohio"). Null where it prints none. Editors and other articles never change this."""


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


class SpeakersPreview(Answer):
    """The speakers before a decision, and those that there are after it."""

    example = {
        "before": [
            Speaker.example,
            {**Speaker.example, "id": example_id(8), "name": "A. Lindqvist", "quote_count": 1},
        ],
        "after": [{**Speaker.example, "aliases": ["A. Lindqvist"], "quote_count": 13}],
        "occurrence_count": 0,
    }

    before: list[Speaker]
    """The speaker in the path, and the other one where it is stored."""
    after: list[Speaker]
    """The speakers that are left after a merge, or that there are after a split."""
    occurrence_count: int = Field(ge=0)
    """How many occurrences a split moves. 0 for a merge."""


class DatedDescription(Answer):
    """Words that articles print beside a speaker's name, and when they do: a "then-senator" stays
    true of its day.
    """

    example = {
        "text": "Mayor",
        "first_printed": PUBLISHED_AT,
        "last_printed": PUBLISHED_AT,
        "article_count": 1,
        "article_ids": [example_id(1)],
    }

    text: str
    """The words as printed; several spans are joined by a space."""
    first_printed: AwareDatetime
    """The date of the first article that prints them: when it was published, or else stored."""
    last_printed: AwareDatetime
    """The date of the last article that prints them."""
    article_count: int = Field(ge=1)
    """How many articles print them."""
    article_ids: list[UUID] = Field(min_length=1)
    """The latest of these articles, ten at most, the last one first."""


class DescribedSpeaker(Speaker):
    """A speaker across all articles, with what articles print beside the name."""

    example = {**Speaker.example, "descriptions": [DatedDescription.example]}

    descriptions: list[DatedDescription]
    """The one that was printed last comes first. At most 50 are shown."""


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
    provisional: QueryFlag | None = None
    """Only surnames that may mean several people, or only other speakers."""
    sort: SpeakerSort = "name"
    """The order: by name, or the most quoted first. The latter has one page: its `next_cursor` is
    always null."""


def to_speaker_filter(options: SpeakerOptions) -> SpeakerFilter:
    """Return the filter of speakers for the options of a list."""
    return SpeakerFilter(q=options.q, kind=options.kind, provisional=options.provisional)


def to_unstored_speaker(speaker: ReadSpeaker, text: str, convert: Convert) -> PrintedSpeaker:
    """Return the answer for a speaker of a text that is not stored."""
    described = speaker.description
    view = SpanTextView(words_at(described, text), described)
    return PrintedSpeaker(
        id=None,
        name=speaker.name,
        kind=speaker.kind,
        description=_to_description(view, convert) if described else None,
    )


def to_printed_speaker(speaker: StoredSpeaker, convert: Convert) -> PrintedSpeaker:
    """Return the answer for a speaker of a stored article, its spans converted."""
    return PrintedSpeaker(
        id=speaker.id,
        name=speaker.name,
        kind=SpeakerKind(speaker.kind),
        description=_to_description(speaker.description, convert) if speaker.description else None,
    )


def _to_description(described: SpanTextView, convert: Convert) -> Description:
    """Return the answer for a description: its spans, and the parts that its words give."""
    pieces = []
    at = 0
    for span in described.spans:
        pieces.append((span, described.text[at : at + len(span)]))
        at += len(span) + 1
    parts = description_parts(pieces)
    whole = to_span_text(described, convert)

    def part(found: TextSpan | None) -> SpanText | None:
        if found is None:
            return None
        span, words = next(piece for piece in pieces if piece[0].contains(found))
        start = found.start - span.start
        return to_span_text(SpanTextView(words[start : start + len(found)], (found,)), convert)

    return Description(
        **dict(whole),
        title=part(parts.title),
        role=part(parts.role),
        affiliation=part(parts.affiliation),
    )
