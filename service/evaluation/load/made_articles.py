"""Make up news articles of about 600 words, each with some ten quotations.

The words come from lists of our own. Sentences are put together at random, so that few of them
repeat by chance, and every tenth quotation is one that other articles print too.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files

from service.extraction.quotation import Extraction, Kind, Quotation, Stance
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.document import read_document
from service.text.spans import Span

WORDS_AT_LEAST = 600
_OUTLETS = 40

_WORDS: dict[str, list[str]] = {
    kind: words.split("|")
    for kind, words in json.loads(
        files("service.evaluation.load").joinpath("made_words.json").read_text("utf-8")
    ).items()
}
_QUOTE = re.compile(r"“([^”]+),” (\w+ \w+) (said)\.")
_FIRST_DAY = datetime(2024, 1, 1, 8, tzinfo=UTC)
_MINUTES = 365 * 24 * 60
_SHARED = 0.1
_PRINTED = 5
"""The number of articles in a row that may print the same quotation."""


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article as a client sends it."""

    outlet: str
    url: str
    published_at: datetime
    text: str


def make_article(number: int, *, series: str) -> MadeArticle:
    """Make up an article: the same for the same number and series."""
    draw = random.Random(f"{series} {number}")  # noqa: S311 - only spreads words
    paragraphs: list[str] = []
    length = 0
    while length < WORDS_AT_LEAST:
        shared = draw.random() < _SHARED
        story = number // _PRINTED * 7 + draw.randrange(2)
        teller = random.Random(f"{series} story {story}") if shared else draw  # noqa: S311
        paragraph = _said(teller) if len(paragraphs) % 2 else _told(draw)
        paragraphs.append(paragraph)
        length += len(paragraph.split())
    outlet = f"outlet{draw.randrange(_OUTLETS)}.example"
    return MadeArticle(
        outlet=outlet,
        url=f"https://{outlet}/{series}/{number}",
        published_at=_FIRST_DAY + timedelta(minutes=number % _MINUTES),
        text="\n\n".join(paragraphs),
    )


def quotations_of(text: str) -> list[tuple[str, str]]:
    """Return the words and the speaker of each quotation in a made-up article."""
    return [(found[1], found[2]) for found in _QUOTE.finditer(text)]


class MadeArticleReader:
    """Reads made-up articles without an engine, since their form is known: to fill a store."""

    def read(self, text: str) -> ReadArticle:
        """Return the text's quotations and their speakers."""
        found = list(_QUOTE.finditer(text))
        quotations = tuple(_quotation(each) for each in found)
        extraction = Extraction(read_document(text), quotations, entities=())
        return ReadArticle(extraction, tuple(_resolution(each) for each in found))


def _said(draw: random.Random) -> str:
    words = f"{_sentence(draw)}, and {_clause(draw)}"
    return f"“{words},” {_name(draw)} said."


def _told(draw: random.Random) -> str:
    known = f"{_name(draw)}, {_any(draw, 'titles')}, has followed it closely."
    return " ".join([f"{_sentence(draw)}.", known, f"{_sentence(draw)}.", f"{_sentence(draw)}."])


def _sentence(draw: random.Random) -> str:
    clause = _clause(draw)
    return clause[0].upper() + clause[1:]


def _clause(draw: random.Random) -> str:
    who, modal, verb, when = (_any(draw, kind) for kind in ("who", "modals", "verbs", "when"))
    what = f"{_any(draw, 'adjectives')} {_any(draw, 'nouns')}"
    return f"{who} of {_place(draw)} {modal} {verb} the {what} near {_place(draw)} {when}"


def _name(draw: random.Random) -> str:
    return f"{_any(draw, 'first_names')} {_any(draw, 'last_names')}"


def _place(draw: random.Random) -> str:
    # Two thousand names keep runs of words from repeating more often than in real news.
    parts = ("place_starts", "place_middles", "place_ends")
    return "".join(_any(draw, part) for part in parts)


def _any(draw: random.Random, kind: str) -> str:
    return draw.choice(_WORDS[kind])


def _quotation(found: re.Match[str]) -> Quotation:
    words = (Span(*found.span(1)),)
    return Quotation(
        content=words,
        cue=(Span(*found.span(3)),),
        source=(Span(*found.span(2)),),
        kind=Kind.DIRECT,
        stance=Stance.SPEECH,
        confidence=0.9,
        utterances=(words,),
    )


def _resolution(found: re.Match[str]) -> Resolution:
    return Resolution(
        speakers=(Speaker(found[2], SpeakerKind.PERSON),),
        confidence=0.9,
        step="name",
        mention=(Span(*found.span(2)),),
    )
