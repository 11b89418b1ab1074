"""Name the speaker of a lead whom a later paragraph introduces.

"The city's fire chief said Monday that the blaze was set. ⏎ “We found three cans,” Chief Ada Roe
said." News leads often print a role first and the name with the next words of the same person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.speakers.context import (
    STEP_CONFIDENCE,
    ReadingContext,
    ResolvedSource,
    is_in_lead,
    reading_offset,
)
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.patterns import APPOSITION_AFTER, NO_APPOSITION_AFTER
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.names.patterns import AGE_SUFFIX, HEAD
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import Role, is_profession, role_fit
from service.text.spans import Span

_SAME_ROLE = 0.85
_NO_ROLE = 0.65
"""The confidence where the text gives the named person no role at all."""
_NO_ROLE_INDEFINITE = 0.6
"""The same where the lead's speaker is introduced as new: "a Leeds mother"."""
_PARAGRAPHS_ON = 2
"""How many paragraphs after the lead its speaker is named at most."""
_LONGEST_LEAD = 40
_SURE = 0.9
"""From here on a pronoun may refer to the person whom the paragraph names."""


def name_lead_speaker(context: ReadingContext) -> None:
    """Give the quotations of the lead's speaker the person whom a later paragraph names.

    Other roles of the lead that may mean somebody named before, but not surely, are unknown.
    """
    _name_lead_speaker(context)
    unsure = {
        source.entities: source.confidence
        for source in context.resolved.values()
        if source.step == "unnamed" and source.confidence < STEP_CONFIDENCE["unnamed"]
    }
    for number, source in context.resolved.items():
        if source.entities in unsure:
            words = source.mention or (source.entities[0].full_name_span,)
            confidence = min(source.confidence, unsure[source.entities])
            context.resolved[number] = ResolvedSource(confidence=confidence, mention=words)


def _name_lead_speaker(context: ReadingContext) -> None:
    lead = _lead(context)
    if lead is None:
        return
    number, unnamed = lead
    named = _named_next(context, number, unnamed)
    if named is None:
        return
    confidence = _confidence(context, number, unnamed, named)
    if confidence is None:
        return
    for other, source in context.resolved.items():
        if source.entities == (unnamed,):
            known = min(confidence, source.confidence) if other != number else confidence
            step = "lead" if other == number else source.step
            context.resolved[other] = replace(
                source, entities=(named,), confidence=known, step=step, mention=()
            )


def _in_order(context: ReadingContext) -> Iterator[tuple[int, ResolvedSource]]:
    quotations = context.extraction.quotations
    numbers = sorted(context.resolved, key=lambda number: reading_offset(quotations[number]))
    return ((number, context.resolved[number]) for number in numbers)


def _lead(context: ReadingContext) -> tuple[int, Entity] | None:
    """Return the first speaker of the article, where that is a person with a role and no name."""
    for number, source in _in_order(context):
        if not source.entities and source.speaker is None:
            continue
        if source.step != "unnamed" or len(source.entities) != 1:
            return None
        (entity,) = source.entities
        if not is_in_lead(context, reading_offset(context.extraction.quotations[number])):
            return None
        if _may_be_named(entity, definite=not _is_indefinite(context, entity)):
            return number, entity
    return None


def _may_be_named(entity: Entity, *, definite: bool) -> bool:
    """Return whether a role is an office or a profession, and not that of many people.

    Args:
        entity: The speaker of the lead.
        definite: Whether the lead's role is one: "the estate manager", not "an estate manager".
    """
    if not entity.roles:
        return False
    head = entity.roles[0].head
    if head in word_set("unnamed_nouns"):
        return False
    # "A Leeds mother" is the story's own person, "his mother" is somebody else's.
    kin = head in word_set("side_roles") and entity.roles[0].gender is not None
    relational = head in word_set("relational_roles") or head in word_set("side_roles")
    own = bool(entity.roles[0].modifiers) and definite
    return kin or own or head == HEAD or not relational


def _named_next(context: ReadingContext, lead: int, unnamed: Entity) -> Entity | None:
    """Return the next speaker, where that is a person whom the text names there first."""
    offset = reading_offset(context.extraction.quotations[lead])
    first = _paragraph(context, lead)
    for number, source in _in_order(context):
        begins = reading_offset(context.extraction.quotations[number])
        if begins <= offset or source.entities == (unnamed,):
            continue
        near = first < _paragraph(context, number) <= first + _PARAGRAPHS_ON
        sure = source.step == "name" or (source.step == "pronoun" and source.confidence > _SURE)
        if not near or not sure or len(source.entities) != 1:
            return None
        (entity,) = source.entities
        is_person = entity.entity_type is EntityType.PERSON
        return entity if is_person and entity.offsets[0] > offset else None
    return None


def _confidence(context: ReadingContext, lead: int, unnamed: Entity, named: Entity) -> float | None:
    """Return how sure it is that a named person is the lead's speaker, None where it may not be.

    Args:
        context: The state of the resolver.
        lead: The number of the lead's quotation.
        unnamed: The speaker of the lead.
        named: The person who speaks next.
    """
    genders = {entity.gender for entity in (unnamed, named)} - {None}
    if len(genders) > 1:
        return None
    role = unnamed.roles[0]
    held = [own for own in named.roles if not own.head.endswith(AGE_SUFFIX)]
    if any(_is_same_office(role, own) for own in held):
        return _SAME_ROLE
    text = context.layout.text
    indefinite = _is_indefinite(context, unnamed)
    after = named.mentions[0].span.end
    bare = not APPOSITION_AFTER.match(text, after) or NO_APPOSITION_AFTER.match(text, after)
    # Who is introduced by name alone was introduced before.
    if held or not bare or _is_introduced_before(context, named.mentions[0].span):
        return None
    return _NO_ROLE_INDEFINITE if indefinite else _NO_ROLE


def _is_indefinite(context: ReadingContext, unnamed: Entity) -> bool:
    first = WORD.match(context.layout.text, unnamed.full_name_span.start)
    return first is None or fold_word(first.group()) in word_set("indefinite_determiners")


def _is_introduced_before(context: ReadingContext, name: Span) -> bool:
    """Return whether words before a name introduce its bearer: a title, a noun and a comma."""
    text = context.layout.text
    begin = context.layout.sentences[context.layout.sentence_at(name.start)].start
    before = WORD.findall(text, max(begin, name.start - _LONGEST_LEAD), name.start)
    if not before:
        return False
    return before[-1].islower() and is_profession(fold_word(before[-1]))


def _is_same_office(role: Role, own: Role) -> bool:
    return role_fit(role, own) > 0


def _paragraph(context: ReadingContext, number: int) -> int:
    return context.layout.paragraph_at(reading_offset(context.extraction.quotations[number]))
