"""Extraction to resolutions: reads the article once, in order, and says who spoke."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from service.extraction.quotation import Extraction, Kind, Quotation
from service.guard import Guard
from service.speakers.answer import Answer, named
from service.speakers.context import Reading, Watch, anchor
from service.speakers.coreference.entities import Cast
from service.speakers.coreference.entity import Member
from service.speakers.coreference.pairs import is_one_of_two
from service.speakers.coreference.pronouns import GENDERS, choose
from service.speakers.coreference.ranker import Ranker, load_ranker
from service.speakers.coreference.relays import relay_of
from service.speakers.mentions.detect import read_mentions
from service.speakers.mentions.mention import Mention
from service.speakers.names.layout import Layout, lay_out
from service.speakers.resolve_source import answer_to
from service.speakers.sources.implicit import source_of
from service.speakers.sources.nested_sources import relayed_source
from service.speakers.speaker import UNKNOWN, Resolution
from service.text.spans import Span

_NARRATIVE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)


def resolve_speakers(
    extraction: Extraction, *, ranker: Ranker | None = None, watch: Watch | None = None
) -> tuple[Resolution, ...]:
    """An extraction -> who said each of its quotations, in the same order.

    Reads paragraph by paragraph: who a source means is decided on the text up to the end of its
    paragraph. Only the form of the name may come from further down.

    Args:
        extraction: the article, its quotations and names.
        ranker: how those that a pronoun may mean are ranked; by default as trained.
        watch: is shown each pronoun before it is answered.
    """
    verbatim = [
        span
        for quotation in extraction.quotations
        if quotation.kind is not Kind.INDIRECT
        for utterance in quotation.utterances
        for span in utterance
    ]
    layout = lay_out(extraction.document, verbatim)
    extraction = replace(
        extraction,
        quotations=tuple(_with_source(layout, q) for q in extraction.quotations),
    )
    outer = _outer_sources(layout, extraction.quotations)
    sources = [span for quotation in extraction.quotations for span in quotation.source]
    extraction = replace(extraction, quotations=_relayed(extraction.quotations, outer))
    sources.extend(inner for _, inner in outer.values())
    mentions = read_mentions(layout, extraction.entities, sources)
    reading = Reading(
        extraction=extraction,
        layout=layout,
        cast=Cast(layout, ranker=ranker or load_ranker()),
        mentions=mentions,
        watch=watch,
    )
    upcoming = iter(sorted(mentions, key=lambda mention: mention.known_from))
    waiting = next(upcoming, None)
    for paragraph, numbers in _by_paragraph(extraction, layout):
        while waiting is not None and layout.paragraph_at(waiting.known_from) <= paragraph:
            _add(reading.cast, waiting)
            waiting = next(upcoming, None)
        for at, number, word in _events(reading, paragraph, numbers):
            if number is None:
                _follow(reading, at, word)
            else:
                reading.answers[number] = _answer(reading, number)
    while waiting is not None:
        _add(reading.cast, waiting)
        waiting = next(upcoming, None)
    spoke = {number: answer.members for number, answer in reading.answers.items()}
    return tuple(
        _named(reading, spoke, n, outer[n][0] if n in outer else ())
        for n in range(len(extraction.quotations))
    )


def _with_source(layout: Layout, quotation: Quotation) -> Quotation:
    with Guard("finding the source of a quotation"):
        return replace(quotation, source=source_of(layout, quotation))
    return quotation


def _add(cast: Cast, mention: Mention) -> None:
    with Guard("adding a name"):
        cast.add(mention)


def _answer(reading: Reading, number: int) -> Answer:
    with Guard("resolving the speaker of a quotation"):
        return answer_to(reading, number)
    return Answer()


def _named(
    reading: Reading,
    spoke: Mapping[int, tuple[Member, ...]],
    number: int,
    outer: Sequence[Span],
) -> Resolution:
    quotations, answer, relay = reading.extraction.quotations, reading.answers[number], None
    with Guard("finding who relayed a quotation"):
        relay = relay_of(reading.cast, quotations, spoke, number, outer)
    with Guard("naming the speaker of a quotation"):
        return named(answer, relay)
    return UNKNOWN


def _outer_sources(
    layout: Layout, quotations: tuple[Quotation, ...]
) -> dict[int, tuple[tuple[Span, ...], Span]]:
    """The quotations whose source relays another's words: its source, and where he is named."""
    outer = {}
    for number, quotation in enumerate(quotations):
        with Guard("finding whose words a source relays"):
            inner = relayed_source(layout, quotations, number)
            if inner:
                outer[number] = (quotation.source, inner)
    return outer


def _relayed(
    quotations: tuple[Quotation, ...], outer: dict[int, tuple[tuple[Span, ...], Span]]
) -> tuple[Quotation, ...]:
    return tuple(
        replace(quotation, source=(outer[n][1],)) if n in outer else quotation
        for n, quotation in enumerate(quotations)
    )


def _by_paragraph(extraction: Extraction, layout: Layout) -> Iterator[tuple[int, list[int]]]:
    places: dict[int, list[int]] = {}
    for number, quotation in enumerate(extraction.quotations):
        places.setdefault(layout.paragraph_at(anchor(quotation)), []).append(number)
    for paragraph in range(-1, len(layout.paragraphs)):
        yield paragraph, places.get(paragraph, [])


def _events(
    reading: Reading, paragraph: int, numbers: list[int]
) -> list[tuple[int, int | None, str]]:
    """A paragraph -> its quotations and the pronouns of its narrative, in the order of the text."""
    layout, quotations = reading.layout, reading.extraction.quotations
    events: list[tuple[int, int | None, str]] = [(anchor(quotations[n]), n, "") for n in numbers]
    taken = {at for at, _, _ in events}
    if paragraph >= 0:
        span = layout.paragraphs[paragraph]
        for word in _NARRATIVE.finditer(layout.text, span.start, span.end):
            if word.start() not in taken and not layout.is_quoted(word.start()):
                events.append((word.start(), None, word.group().lower()))
    return sorted(events, key=lambda event: event[0])


def _follow(reading: Reading, at: int, word: str) -> None:
    """A pronoun of the narrative keeps whom it stands for in focus."""
    cast = reading.cast
    with Guard("resolving a pronoun"):
        choice = choose(cast, word=word, at=at)
        if choice and choice.confidence > 0.5 and not is_one_of_two(cast, choice.member, at=at):
            cast.echo(choice.member, at)
            if choice.confidence > 0.8:
                cast.learn(choice.member, GENDERS[word])
