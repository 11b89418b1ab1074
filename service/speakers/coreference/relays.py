"""Find relays: the entity that passed on words which another entity spoke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from service.extraction.quotation import Quotation
from service.speakers.coreference.described_bodies import last_named_outlet
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.coreference.patterns import (
    ACCORDING_TO,
    QUOTED_BY,
    REMEMBERED_BY,
    TOLD,
)
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.names.person_names import WORD
from service.speakers.sources.nested_sources import quoting_verb_before
from service.text.spans import Span

_QUOTATIONS_BACK = 5
"""How many quotations back one that contains this quotation is looked for."""
_QUOTING_SOURCE = 60
"""How many code points before a verb that quotes belong to its source."""
_OF_ANYONE = (ACCORDING_TO, REMEMBERED_BY)
"""The words that name a relay of any kind; after the others only a news outlet is one."""


def find_relay(
    entities: Entities,
    quotations: Sequence[Quotation],
    speakers: Mapping[int, tuple[Entity, ...]],
    number: int,
    outer: Sequence[Span] = (),
) -> Entity | None:
    """Return the entity that passed on the words of a quotation, None where there is none.

    This is, in order: the source that quotes the speaker; the speaker of a sentence that contains
    the quotation ("Roe said that Bo told her ..."); the entity that the words are "according to";
    the news outlet that the speaker spoke to.

    Args:
        entities: The entities of the article.
        quotations: All quotations of the article.
        speakers: The speakers of each quotation, by its number.
        number: The number of the quotation.
        outer: The source that quotes the quotation's own source, where one was found.
    """
    own = quotations[number]
    spoke = speakers.get(number, ())
    if outer:
        return _unless_speaker(_relay_in_source(entities, outer[-1]), spoke)
    if not own.source:
        return None
    for other in quotations_around(quotations, number):
        if speakers.get(other):
            return _unless_speaker(speakers[other][0], spoke)
    quoting = quoting_verb_before(entities.layout, own.source[-1])
    if quoting is not None:
        source = Span(max(0, quoting - _QUOTING_SOURCE), quoting)
        return _unless_speaker(_relay_in_source(entities, source), spoke)
    return _relay_after(entities, own, spoke)


def quotations_around(quotations: Sequence[Quotation], number: int) -> Iterator[int]:
    """Yield the numbers of the quotations whose content holds a quotation and its source."""
    whole = _hull([*quotations[number].source, *quotations[number].content])
    for other in range(number - 1, max(-1, number - _QUOTATIONS_BACK - 1), -1):
        content = _hull(quotations[other].content)
        if whole and content and content.contains(whole):
            yield other


def _relay_after(entities: Entities, own: Quotation, spoke: Sequence[Entity]) -> Entity | None:
    """Return the relay that the text after a quotation or its source names."""
    end = max(span.end for span in (*own.content, *own.source, *own.cue))
    source_end = own.source[-1].end
    links = (
        (ACCORDING_TO, end),
        (ACCORDING_TO, source_end),
        (REMEMBERED_BY, source_end),
        (TOLD, source_end),
        (QUOTED_BY, source_end),
    )
    for pattern, offset in links:
        link = pattern.match(entities.layout.text, offset)
        entity = _entity_at(entities, link.end()) if link else None
        if entity and (pattern in _OF_ANYONE or is_news_outlet(entity)):
            return _unless_speaker(entity, spoke)
    return None


def _hull(spans: Sequence[Span]) -> Span | None:
    """Return the smallest span that contains all spans."""
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _relay_in_source(entities: Entities, source: Span) -> Entity | None:
    """Return the entity of a source that quotes another: its last name, or "the paper"."""
    last = WORD.findall(entities.layout.text, source.start, source.end)[-1:]
    if last and fold_word(last[0]) in word_set("press_nouns"):
        outlet = last_named_outlet(entities, source.start)
        return outlet.entity if outlet else None
    sentence = entities.layout.sentence_at(source.end)
    for position in reversed(entities.positions.within(source)):
        owner = position.possessive and not is_news_outlet(position.entity)
        if position.sentence == sentence and not position.is_anaphor and not owner:
            return position.entity
    return None


def _entity_at(entities: Entities, offset: int) -> Entity | None:
    """Return the entity that the text refers to right at an offset."""
    positions = entities.positions.within(Span(max(0, offset - 4), offset + 1))
    return positions[0].entity if positions else None


def _unless_speaker(entity: Entity | None, spoke: Sequence[Entity]) -> Entity | None:
    """Return a relay, None where it has no name or is the speaker itself."""
    return None if entity is None or entity in spoke or not entity.full_name else entity
