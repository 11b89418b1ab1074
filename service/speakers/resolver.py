"""Extraction to resolutions: reads the article once, in order, and says who spoke."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from service.extraction.quotation import Extraction, Kind, Quotation
from service.guard import Guard
from service.speakers.answer import ResolvedSource, to_resolution
from service.speakers.context import PronounObserver, ReadingContext, reading_offset
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.patterns import PRONOUN_GENDERS
from service.speakers.coreference.pronouns import choose_antecedent, is_one_of_pair
from service.speakers.coreference.ranker import Ranker, load_ranker
from service.speakers.coreference.relays import find_relay
from service.speakers.mentions.detect import find_mentions
from service.speakers.mentions.mention import Mention
from service.speakers.names.layout import TextLayout, read_layout
from service.speakers.resolve_source import resolve_source
from service.speakers.sources.implicit import find_source
from service.speakers.sources.nested_sources import find_nested_source
from service.speakers.speaker import UNRESOLVED, Resolution
from service.text.spans import Span

_NARRATIVE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)


def resolve_speakers(
    extraction: Extraction, *, ranker: Ranker | None = None, observe: PronounObserver | None = None
) -> tuple[Resolution, ...]:
    """An extraction -> who said each of its quotations, in the same order.

    Reads paragraph by paragraph: who a source means is decided on the text up to the end of its
    paragraph. Only the form of the name may come from further down.

    Args:
        extraction: the article, its quotations and names.
        ranker: how those that a pronoun may mean are ranked; by default as trained.
        observe: is shown each pronoun before it is answered.
    """
    verbatim = [
        span
        for quotation in extraction.quotations
        if quotation.kind is not Kind.INDIRECT
        for utterance in quotation.utterances
        for span in utterance
    ]
    layout = read_layout(extraction.document, verbatim)
    extraction = replace(
        extraction,
        quotations=tuple(_with_source(layout, q) for q in extraction.quotations),
    )
    outer = _outer_sources(layout, extraction.quotations)
    sources = [span for quotation in extraction.quotations for span in quotation.source]
    extraction = replace(extraction, quotations=_relayed(extraction.quotations, outer))
    sources.extend(inner for _, inner in outer.values())
    mentions = find_mentions(layout, extraction.entities, sources)
    context = ReadingContext(
        extraction=extraction,
        layout=layout,
        entities=Entities(layout, ranker=ranker or load_ranker()),
        mentions=mentions,
        observe=observe,
    )
    upcoming = iter(sorted(mentions, key=lambda mention: mention.known_from))
    waiting = next(upcoming, None)
    for paragraph, numbers in _by_paragraph(extraction, layout):
        while waiting is not None and layout.paragraph_at(waiting.known_from) <= paragraph:
            _add(context.entities, waiting)
            waiting = next(upcoming, None)
        for offset, number, word in _events(context, paragraph, numbers):
            if number is None:
                _follow(context, offset, word)
            else:
                context.resolved[number] = _answer(context, number)
    while waiting is not None:
        _add(context.entities, waiting)
        waiting = next(upcoming, None)
    spoke = {number: answer.entities for number, answer in context.resolved.items()}
    return tuple(
        _named(context, spoke, n, outer[n][0] if n in outer else ())
        for n in range(len(extraction.quotations))
    )


def _with_source(layout: TextLayout, quotation: Quotation) -> Quotation:
    with Guard("finding the source of a quotation"):
        return replace(quotation, source=find_source(layout, quotation))
    return quotation


def _add(entities: Entities, mention: Mention) -> None:
    with Guard("adding a name"):
        entities.add(mention)


def _answer(context: ReadingContext, number: int) -> ResolvedSource:
    with Guard("resolving the speaker of a quotation"):
        return resolve_source(context, number)
    return ResolvedSource()


def _named(
    context: ReadingContext,
    spoke: Mapping[int, tuple[Entity, ...]],
    number: int,
    outer: Sequence[Span],
) -> Resolution:
    quotations, answer, relay = context.extraction.quotations, context.resolved[number], None
    with Guard("finding who relayed a quotation"):
        relay = find_relay(context.entities, quotations, spoke, number, outer)
    with Guard("naming the speaker of a quotation"):
        return to_resolution(answer, relay)
    return UNRESOLVED


def _outer_sources(
    layout: TextLayout, quotations: tuple[Quotation, ...]
) -> dict[int, tuple[tuple[Span, ...], Span]]:
    """The quotations whose source relays another's words: its source, and where he is named."""
    outer = {}
    for number, quotation in enumerate(quotations):
        with Guard("finding whose words a source relays"):
            inner = find_nested_source(layout, quotations, number)
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


def _by_paragraph(extraction: Extraction, layout: TextLayout) -> Iterator[tuple[int, list[int]]]:
    offsets: dict[int, list[int]] = {}
    for number, quotation in enumerate(extraction.quotations):
        offsets.setdefault(layout.paragraph_at(reading_offset(quotation)), []).append(number)
    for paragraph in range(-1, len(layout.paragraphs)):
        yield paragraph, offsets.get(paragraph, [])


def _events(
    context: ReadingContext, paragraph: int, numbers: list[int]
) -> list[tuple[int, int | None, str]]:
    """A paragraph -> its quotations and the pronouns of its narrative, in the order of the text."""
    layout, quotations = context.layout, context.extraction.quotations
    events: list[tuple[int, int | None, str]] = [
        (reading_offset(quotations[n]), n, "") for n in numbers
    ]
    taken = {offset for offset, _, _ in events}
    if paragraph >= 0:
        span = layout.paragraphs[paragraph]
        for word in _NARRATIVE.finditer(layout.text, span.start, span.end):
            if word.start() not in taken and not layout.is_quoted(word.start()):
                events.append((word.start(), None, word.group().lower()))
    return sorted(events, key=lambda event: event[0])


def _follow(context: ReadingContext, offset: int, word: str) -> None:
    """A pronoun of the narrative keeps whom it stands for in focus."""
    entities = context.entities
    with Guard("resolving a pronoun"):
        choice = choose_antecedent(entities, word=word, offset=offset)
        if (
            choice
            and choice.confidence > 0.5
            and not is_one_of_pair(entities, choice.entity, offset=offset)
        ):
            entities.add_anaphor(choice.entity, offset)
            if choice.confidence > 0.8:
                entities.learn_gender(choice.entity, PRONOUN_GENDERS[word])
