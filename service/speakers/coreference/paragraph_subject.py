"""Say whom the paragraph of a pronoun is about: its one person, or somebody without a name."""

from __future__ import annotations

from collections.abc import Sequence

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, Position
from service.speakers.coreference.patterns import OWNED_SUBJECT, UNNAMED_SUBJECT
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.names.roles import Role, is_profession
from service.text.spans import Span

BODY_SUBJECT_POINTS = 2.0
"""Points of the body that is the subject of the sentence before "it" or "its"."""
_LONGEST_MARK = 2
"""How many marks stand before the first word of a paragraph at most."""


def only_person_before(entities: Entities, offset: int) -> Entity | None:
    """Return the one person that the paragraph refers to before an offset, its first subject."""
    paragraph = entities.layout.paragraph_at(offset)
    if paragraph < 0:
        return None
    start = entities.layout.paragraphs[paragraph].start
    return _only_subject(_people(entities, Span(start, offset)))


def only_person_of_sentence_before(entities: Entities, offset: int) -> Entity | None:
    """Return the one person named in the sentence before that at an offset, as its subject.

    Both sentences are of one paragraph: "Roe was not impressed. “Too late,” he said."
    """
    layout = entities.layout
    before = layout.sentence_at(offset) - 1
    paragraph = layout.paragraph_at(offset)
    if before < 0 or layout.sentences[before].start < layout.paragraphs[paragraph].start:
        return None
    return _only_subject(_people(entities, layout.sentences[before]))


def body_subject_before(entities: Entities, offset: int) -> Entity | None:
    """Return the one body of the sentence before that at an offset, where it is the subject.

    Both sentences are of one paragraph: "The Harbour Board paid for it. Its report says".
    """
    layout = entities.layout
    before = layout.sentence_at(offset) - 1
    paragraph = layout.paragraph_at(offset)
    if before < 0 or layout.sentences[before].start < layout.paragraphs[paragraph].start:
        return None
    bodies = [
        position
        for position in entities.positions.within(layout.sentences[before])
        if not position.quoted and position.entity.entity_type is EntityType.ORGANIZATION
    ]
    return _only_subject(bodies)


def only_person_of_paragraph_before(entities: Entities, offset: int) -> Entity | None:
    """Return the one person of the paragraph before, where that at an offset opens its own.

    "Roe had not planned to go.

    “I was sent,” said the winner."
    """
    layout = entities.layout
    paragraph = layout.paragraph_at(offset)
    if paragraph < 1 or offset - layout.paragraphs[paragraph].start > _LONGEST_MARK:
        return None
    people = _people(entities, layout.paragraphs[paragraph - 1])
    return _only_subject([each for each in people if not each.entity.may_be_organization])


def _only_subject(people: Sequence[Position]) -> Entity | None:
    if len({position.entity.number for position in people}) != 1:
        return None
    return people[0].entity if people[0].subject else None


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
        kin = OWNED_SUBJECT.match(layout.text, begin, offset)
        if kin and _is_unnamed_relative(entities, fold_word(kin["noun"])):
            return not layout.is_quoted(begin)
        if begin < start:
            return False
    return False


def _is_unnamed_relative(entities: Entities, noun: str) -> bool:
    """Return whether a noun names a person by another person, and the text names no such person."""
    holders = entities.with_roles([Role(noun, frozenset(), None)])
    named = any(holder.full_name for holder in holders)
    return noun in word_set("relational_roles") and not named


def _names_role(words: str) -> bool:
    return any(is_profession(fold_word(word)) for word in words.split())


def _people(entities: Entities, span: Span) -> list[Position]:
    """Return the positions that refer to people by a name, a role or a pronoun."""
    return [
        position
        for position in entities.positions.within(span)
        if not position.quoted and position.entity.entity_type is EntityType.PERSON
    ]


def _people_named(entities: Entities, span: Span) -> list[Position]:
    return [
        position
        for position in entities.positions.within(span)
        if position.name
        and not position.quoted
        and position.entity.entity_type is EntityType.PERSON
    ]
