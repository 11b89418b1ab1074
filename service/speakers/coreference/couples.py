"""Resolve words for two people that the text names together: "the couple", "the Roes", "they"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.patterns import (
    COUPLE_LINK,
    COUPLE_NOUNS,
    FAMILY_NOUNS,
    PLURAL_SUBJECT,
    PLURAL_SURNAME,
)
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word
from service.speakers.names.patterns import DEFINITE_ARTICLE
from service.text.spans import Span

Couple = tuple[Entity, Entity]

COUPLE_CONFIDENCE = 0.75
_PARAGRAPHS_BACK = 6
_MENTIONS_BACK = 120
_COMMA = 2
_PLURAL_ENDS = ("s", "es", "'s")
_SPEAKERS = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP)


def find_couple(entities: Entities, words: Span) -> Couple | None:
    """Return the two people whom a noun or a plural surname means, None in doubt.

    Args:
        entities: The entities read so far.
        words: The source: "the couple", "the brothers", "the Roes".
    """
    printed = [fold_word(word) for word in words.of(entities.layout.text).split()]
    if printed[:1] != [DEFINITE_ARTICLE] or len(printed) != len((DEFINITE_ARTICLE, "")):
        return None
    noun = printed[-1]
    couples = list(_couples_before(entities, words.start))
    family = [people for _, people in couples if _shared_surname(people)]
    if noun not in COUPLE_NOUNS:
        surnames = {noun.removesuffix(end) for end in _PLURAL_ENDS} - {noun}
        return next((each for each in family if surnames & _shared_surname(each)), None)
    near = [people for back, people in couples if back <= _PARAGRAPHS_BACK]
    people = family if noun in FAMILY_NOUNS else near
    return people[0] if len(set(people)) == 1 else None


def last_couple(entities: Entities, offset: int) -> Couple | None:
    """Return the two people joined by "and" last before an offset, in the paragraphs near it."""
    back, couple = next(_couples_before(entities, offset), (_PARAGRAPHS_BACK + 1, None))
    return couple if back <= _PARAGRAPHS_BACK else None


def couple_with(entities: Entities, person: Entity, offset: int) -> Couple | None:
    """Return the last couple before an offset, where a person is one of the two."""
    couple = last_couple(entities, offset)
    return couple if couple and person in couple else None


def couple_in_source(entities: Entities, source: Span, *, after: int) -> Couple | None:
    """Return the two people whose names end a source: "The owners, [Ada and Bo Roe]".

    Args:
        entities: The entities read so far.
        source: The whole source.
        after: The end of the noun phrase that describes them.
    """
    found = next(_couples_before(entities, source.end), None)
    if found is None:
        return None
    couple = found[1]
    names = [
        max((span for span in _last_names(person) if span.end <= source.end), default=source)
        for person in couple
    ]
    is_last = after < names[0].start and source.end - names[1].end < _COMMA
    return couple if is_last else None


def couple_of_sentence_before(entities: Entities, offset: int) -> Couple | None:
    """Return the two people who are all that the sentence before "they" names.

    Args:
        entities: The entities read so far.
        offset: Where "they" stands.
    """
    layout = entities.layout
    before = layout.sentence_at(offset) - 1
    if before < 0:
        return None
    sentence = layout.sentences[before]
    if layout.paragraph_at(sentence.start) != layout.paragraph_at(offset):
        return None
    named = {
        position.entity
        for position in entities.positions.within(Span(sentence.start, offset))
        if position.name and not position.quoted and position.entity.entity_type in _SPEAKERS
    }
    couple = next(_couples_before(entities, offset), None)
    if couple and named == set(couple[1]):
        return couple[1]
    opening = PLURAL_SURNAME.match(layout.text, sentence.start, sentence.end)
    return find_couple(entities, Span(*opening.span())) if opening else None


def follows_plural(entities: Entities, offset: int) -> bool:
    """Return whether the sentence before "they" has a plural noun as subject: "Organisers left"."""
    layout = entities.layout
    before = layout.sentence_at(offset) - 1
    if before < 0:
        return False
    sentence = layout.sentences[before]
    same = layout.paragraph_at(sentence.start) == layout.paragraph_at(offset)
    plural = PLURAL_SUBJECT.match(layout.text, sentence.start, sentence.end)
    if not same or plural is None or layout.is_quoted(sentence.start):
        return False
    near = entities.positions.within(Span(sentence.start, plural.end("noun")))
    return next(iter(near), None) is None


def _couples_before(entities: Entities, offset: int) -> Iterator[tuple[int, Couple]]:
    """Yield the pairs of people joined by "and" before an offset, the nearest first.

    Each has the number of paragraphs back to it.
    """
    layout = entities.layout
    here = layout.paragraph_at(offset)
    for (later, second), (earlier, first) in pairwise(
        islice(entities.named_before(offset), _MENTIONS_BACK)
    ):
        if first is second or not (_is_person(earlier, first) and _is_person(later, second)):
            continue
        if COUPLE_LINK.fullmatch(layout.text, earlier.span.end, later.span.start):
            yield here - layout.paragraph_at(earlier.span.start), (first, second)


def _last_names(person: Entity) -> list[Span]:
    return [mention.span for mention in person.mentions[-_MENTIONS_BACK:]]


def _is_person(mention: Mention, entity: Entity) -> bool:
    return entity.entity_type is EntityType.PERSON and not mention.quoted


def _shared_surname(couple: Couple) -> frozenset[str]:
    """Return the surname that two people share, folded; an empty set where there is none."""
    first, second = (
        frozenset(person.longest_name.surname if person.longest_name else ()) for person in couple
    )
    return first & second
