"""Resolve nouns for bodies: the entity of "the company", "the paper", "the council"."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.coreference.patterns import (
    ANY_ORGANIZATION,
    INTRODUCED,
    ISSUED_BEFORE,
)
from service.speakers.coreference.pronouns import Choice, choose_antecedent, is_one_of_pair
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word, list_lines, synonym_sets, word_set
from service.speakers.names.organizations import organization_key, organization_noun
from service.speakers.sources.forms import SourcePart
from service.text.spans import Span

_NO_ROLE_POINTS = -0.3
_NO_ORGANIZATION_POINTS = 0.0
"""Points of the case that a noun means no named body."""
_ISSUER_CONFIDENCE = 0.85
_ONLY_BODY_CONFIDENCE = 0.7
_BY_MODIFIER_CONFIDENCE = 0.75
_PARAGRAPHS_NEAR = 1
"""How many paragraphs before a noun two bodies of its kind are rivals."""
_MENTIONS = 12
"""How many mentions of a body are looked at."""
_INTRODUCTION_DISTANCE = 2000
"""How many code points before a noun its introduction is looked for."""


def find_described_organization(
    entities: Entities, part: SourcePart, *, content: tuple[Span, ...]
) -> Choice | None:
    """Return the organisation that a common noun means, None where none stands out.

    Args:
        entities: The entities read so far.
        part: The part of the source with the noun.
        content: What the organisation said.
    """
    offset = part.span.start
    outlet = last_named_outlet(entities, offset) if part.head in word_set("press_nouns") else None
    if outlet or part.head in word_set("press_nouns") - word_set("organization_nouns"):
        return outlet
    issuer = _issuer_before(entities, offset)
    if issuer and not is_another_kind(issuer, part.head):
        return Choice(issuer, _ISSUER_CONFIDENCE)
    synonyms = synonym_sets("organization_synonyms").get(part.head, frozenset())
    state = part.head in word_set("state_nouns")
    called = _last_called(entities, {part.head} | (synonyms if state else frozenset()), offset)
    if called:
        return called
    described = _called_by_modifier(entities, part)
    if described or state:
        return described
    introduced = is_introduced(entities, part.head, offset)
    spoke = {number for number, _ in entities.speakers_before(offset)}

    def bonus(entity: Entity) -> float | None:
        if entity.entity_type is EntityType.PLACE or is_news_outlet(entity):
            return None
        if not _stands_alone(entities, entity):
            return None
        called = is_called(entity, synonyms)
        if introduced and not (called and entity.number in spoke):
            return None  # "A company in Leeds" has no name.
        if called:
            return 1.0
        return None if is_another_kind(entity, part.head) else _NO_ROLE_POINTS

    choice = choose_antecedent(
        entities,
        word=ANY_ORGANIZATION,
        offset=offset,
        content=content,
        bonus=bonus,
        no_candidate=_NO_ORGANIZATION_POINTS,
    )
    if choice and is_one_of_pair(entities, choice.entity, offset=offset, content=content):
        return None
    only = None if introduced else _only_body(entities, part)
    if only and (choice is None or choice.confidence < only.confidence):
        return only
    return choice


def _called_by_modifier(entities: Entities, part: SourcePart) -> Choice | None:
    """Return the one body whose name has a modifier of a noun: "the [ambulance] service"."""
    words = part.span.of(entities.layout.text).split()[1:-1]
    modifiers = {fold_word(word) for word in words if word.islower()} - word_set("area_adjectives")
    bodies = {
        entity
        for _, entity in entities.named_before(part.span.start)
        if entity.entity_type is EntityType.ORGANIZATION
        and not modifiers.isdisjoint(organization_key(entity.full_name).split())
        and not is_another_kind(entity, part.head)
    }
    return Choice(bodies.pop(), _BY_MODIFIER_CONFIDENCE) if len(bodies) == 1 else None


def _only_body(entities: Entities, part: SourcePart) -> Choice | None:
    """Return the one body that the text has named so far, None where there are more."""
    bodies = {
        entity
        for mention, entity in entities.named_before(part.span.start)
        if entity.entity_type is EntityType.ORGANIZATION
        and not (mention.quoted or mention.possessive or is_news_outlet(entity))
    }
    if len(bodies) != 1:
        return None
    (body,) = bodies
    if is_another_kind(body, part.head) or not _stands_alone(entities, body):
        return None
    return Choice(body, _ONLY_BODY_CONFIDENCE)


def _stands_alone(entities: Entities, body: Entity) -> bool:
    """Return whether a body is more than a word before a noun: not "Black" in "Black students"."""
    if " " in body.full_name or not body.full_name.istitle():
        return True
    spans = (mention.span for mention in body.mentions[:_MENTIONS])
    return any(position.subject for span in spans for position in entities.positions.within(span))


def _issuer_before(entities: Entities, offset: int) -> Entity | None:
    """Return whose statement opens a sentence: "In a post on Acme's website, the company said"."""
    sentence = entities.layout.sentences[entities.layout.sentence_at(offset)]
    if not ISSUED_BEFORE.fullmatch(entities.layout.text, sentence.start, offset):
        return None
    named = {
        position.entity
        for position in entities.positions.within(Span(sentence.start, offset))
        if position.entity.entity_type is EntityType.ORGANIZATION and position.name
    }
    return named.pop() if len(named) == 1 else None


def last_named_outlet(entities: Entities, offset: int) -> Choice | None:
    """Return the news outlet that was named last before an offset."""
    for _, entity in entities.named_before(offset):
        if is_news_outlet(entity):
            return Choice(entity, 0.85)
    return None


def _last_called(entities: Entities, nouns: Set[str], offset: int) -> Choice | None:
    """Return the organisation named last that has one of the nouns as a role, or in its name.

    None where another of the kind is named as near: in the same paragraph or the one before.
    """
    here = entities.layout.paragraph_at(offset)
    named: dict[Entity, int] = {}
    for mention, entity in entities.named_before(offset):
        if entity.entity_type is EntityType.ORGANIZATION:
            named.setdefault(entity, here - entities.layout.paragraph_at(mention.span.start))
    near = [entity for entity in named if named[entity] <= _PARAGRAPHS_NEAR]
    rivals = [each for each in near if _has_role(each, nouns) or _has_noun(each, nouns)]
    if len(rivals) > 1:
        return None
    for has, confidence in ((_has_role, 0.85), (_has_noun, 0.75)):
        called = next((entity for entity in named if has(entity, nouns)), None)
        if called:
            return Choice(called, confidence)
    return None


def _has_noun(entity: Entity, nouns: Set[str]) -> bool:
    return organization_noun(entity.full_name) in nouns


def _has_role(entity: Entity, nouns: Set[str]) -> bool:
    return any(
        role.head in nouns and not is_another_kind(entity, role.head) for role in entity.roles
    )


def is_called(entity: Entity, nouns: Set[str]) -> bool:
    """Return whether the name of an organisation or one of its roles has one of the nouns."""
    if any(role.head in nouns for role in entity.roles):
        return True
    return _has_noun(entity, nouns)


def is_another_kind(entity: Entity, noun: str) -> bool:
    """Return whether the nouns of an organisation rule out another noun: a council is no union."""
    nouns = {organization_noun(entity.full_name), *(role.head for role in entity.roles)}
    kinds = {own for own in nouns if own in word_set("organization_nouns")} - {noun}
    same = synonym_sets("organization_synonyms").get(noun, frozenset()) | kinds_of(noun)
    return bool(kinds) and not any(own in same or noun in kinds_of(own) for own in kinds)


@cache
def kinds_of(noun: str) -> frozenset[str]:
    """Return the kinds of organisations that a general noun may name."""
    lines = (line.split() for line in list_lines("general_organizations"))
    return frozenset(kind for first, *kinds in lines if first == noun for kind in kinds)


def is_introduced(entities: Entities, noun: str, offset: int) -> bool:
    """Return whether somebody without a name was called so before: "a voter", then "the voter"."""
    before = entities.layout.text[max(0, offset - _INTRODUCTION_DISTANCE) : offset]
    return bool(re.search(INTRODUCED.format(noun=re.escape(noun)), before, re.IGNORECASE))
