"""Say whom the paragraph of a pronoun is about: its one person, or somebody without a name."""

from __future__ import annotations

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, Position
from service.speakers.coreference.patterns import UNNAMED_SUBJECT
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word
from service.speakers.names.roles import is_profession
from service.text.spans import Span


def only_person_before(entities: Entities, offset: int) -> Entity | None:
    """Return the one person that the paragraph names before an offset, as its first subject."""
    paragraph = entities.layout.paragraph_at(offset)
    if paragraph < 0:
        return None
    start = entities.layout.paragraphs[paragraph].start
    named = _people_named(entities, Span(start, offset))
    if len({position.entity.number for position in named}) != 1:
        return None
    return named[0].entity if named[0].subject else None


def only_person_of_sentence_before(entities: Entities, offset: int) -> Entity | None:
    """Return the one person named in the sentence before that at an offset, as its subject.

    Both sentences are of one paragraph: "Roe was not impressed. “Too late,” he said."
    """
    layout = entities.layout
    before = layout.sentence_at(offset) - 1
    paragraph = layout.paragraph_at(offset)
    if before < 0 or layout.sentences[before].start < layout.paragraphs[paragraph].start:
        return None
    named = _people_named(entities, layout.sentences[before])
    if len({position.entity.number for position in named}) != 1:
        return None
    return named[0].entity if named[0].subject else None


def is_about_unnamed(entities: Entities, offset: int) -> bool:
    """Return whether the sentence before a pronoun has a person without a name as its subject.

    "A Western diplomat was blunter. “They are lost,” he said." No name stands in between.
    """
    layout = entities.layout
    paragraph = layout.paragraph_at(offset)
    here = layout.sentence_at(offset)
    if paragraph < 0 or here < 0:
        return False
    start = layout.paragraphs[paragraph].start
    for number in range(here, max(-1, here - 3), -1):
        begin = layout.sentences[number].start
        # Words that open a paragraph may be of the person in the sentence before.
        if begin < start and not layout.is_quoted(start):
            return False
        named = _people_named(entities, Span(begin, offset))
        if any(not position.object for position in named):
            return False
        subject = UNNAMED_SUBJECT.match(layout.text, begin, offset)
        if subject and (subject["who"] or _names_role(subject["words"])):
            return not layout.is_quoted(begin)
        if begin < start:
            return False
    return False


def _names_role(words: str) -> bool:
    return any(is_profession(fold_word(word)) for word in words.split())


def _people_named(entities: Entities, span: Span) -> list[Position]:
    return [
        position
        for position in entities.positions.within(span)
        if position.name
        and not position.quoted
        and position.entity.entity_type is EntityType.PERSON
    ]
