"""Resolve definite descriptions: the entity of "the spokesman", "the paper", "the company"."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.coreference.patterns import (
    ANY_ORGANIZATION,
    ANY_PERSON,
    CONJOINED_ROLES,
    INTRODUCED,
    ISSUED_BEFORE,
)
from service.speakers.coreference.pronouns import Choice, choose_antecedent
from service.speakers.coreference.salience import named_later_in_clause
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import list_lines, synonym_sets, word_set
from service.speakers.names.organizations import organization_noun
from service.speakers.names.patterns import AGE_SUFFIX, ELECTED_ROLE
from service.speakers.names.roles import Role, role_fit, role_of, roles_clash
from service.speakers.sources.parse import SourcePart
from service.text.spans import Span

_ROLE_POINTS = 3.5
"""Points of the ranker for a role that fits fully."""
_NO_ROLE_POINTS = -0.3
_NO_PERSON_POINTS = 0.5
"""Points of the case that a description means no named person."""
_NO_ORGANIZATION_POINTS = 0.0
"""The same for an organisation."""
_ISSUER_CONFIDENCE = 0.85
_SURE_ENOUGH = 0.6
"""From here on the ranker's choice for a role is taken."""
_INTRODUCTION_DISTANCE = 2000
"""How many code points before a noun its introduction is looked for."""


def find_described_person(
    entities: Entities,
    part: SourcePart,
    *,
    content: tuple[Span, ...],
    excluded: Set[Entity] = frozenset(),
) -> Choice | None:
    """Return the person whom a definite role means, None where no person stands out.

    Args:
        entities: The entities read so far.
        part: The part of the source that gives the role.
        content: What the person said.
        excluded: The people who are surely not meant.
    """
    offset = part.span.start
    role = part.role or Role(part.head, frozenset(), None)
    fits = _role_fits(entities, part, role, excluded)
    has_age = any(word.endswith(AGE_SUFFIX) for word in role.modifiers)
    relational = part.head in word_set("relational_roles") and not has_age
    if relational or _is_owned(entities, part) or _is_introduced(entities, part.head, offset):
        return _best_by_role(entities, fits, offset)

    def bonus(entity: Entity) -> float | None:
        if entity in excluded:
            return None
        fit = fits.get(entity.number, 0.0)
        if fit:
            return _ROLE_POINTS * fit
        return None if _has_another_role(entity, role) else _NO_ROLE_POINTS

    choice = choose_antecedent(
        entities,
        word=ANY_PERSON,
        gender=role.gender,
        offset=offset,
        content=content,
        bonus=bonus,
        no_candidate=_NO_PERSON_POINTS,
    )
    if choice and choice.confidence > _SURE_ENOUGH:
        return choice
    return _best_by_role(entities, fits, offset) or choice


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
    if part.head in word_set("press_nouns"):
        return last_named_outlet(entities, offset)
    issuer = _issuer_before(entities, offset)
    if issuer and not is_another_kind(issuer, part.head):
        return Choice(issuer, _ISSUER_CONFIDENCE)
    called = _last_called(entities, frozenset([part.head]), offset)
    if called:
        return called
    if part.head in word_set("state_nouns"):
        return None
    synonyms = synonym_sets("organization_synonyms").get(part.head, frozenset())

    def bonus(entity: Entity) -> float | None:
        if entity.entity_type is EntityType.PLACE or is_news_outlet(entity):
            return None
        if _is_called(entity, synonyms):
            return 1.0
        return None if is_another_kind(entity, part.head) else _NO_ROLE_POINTS

    return choose_antecedent(
        entities,
        word=ANY_ORGANIZATION,
        offset=offset,
        content=content,
        bonus=bonus,
        no_candidate=_NO_ORGANIZATION_POINTS,
    )


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


def _role_fits(
    entities: Entities, part: SourcePart, role: Role, excluded: Set[Entity]
) -> dict[int, float]:
    """Return how well the roles of each person fit who has such a role and may be meant."""
    phrases = part.span.of(entities.layout.text).split(CONJOINED_ROLES)[:-1]
    asked = [role, *(other for phrase in phrases if (other := role_of(phrase)))]
    later = named_later_in_clause(entities, part.span.start)
    return {
        entity.number: max(
            (role_fit(asked_role, own) for asked_role in asked for own in entity.roles),
            default=0.0,
        )
        for entity in entities.with_roles(asked)
        if entity.entity_type is EntityType.PERSON
        and entity.number not in later
        and entity not in excluded
        and not _gender_differs(entity, role)
    }


def _best_by_role(entities: Entities, fits: dict[int, float], offset: int) -> Choice | None:
    """Return the person whose role fits best, by fit and prominence."""
    points = {
        number: fit + min(1.0, 0.3 * entities.prominence(entities.known[number], offset))
        for number, fit in fits.items()
        if fit > 0
    }
    if not points:
        return None
    best = max(points, key=lambda number: (points[number], -number))
    return Choice(entities.known[best], min(0.9, 0.5 + 0.2 * points[best]))


def _is_owned(entities: Entities, part: SourcePart) -> bool:
    """Return whether a role has an owner: "her lawyer", "Roe's lawyer", "Roe lawyer"."""
    if part.first_word in word_set("possessives"):
        return True
    end = part.mention.span.end if part.mention else 0
    if part.mention is None or entities.layout.text[end : end + 1] in ("'", "’"):
        return part.mention is not None
    # "The Ohio governor" may be anyone from there whom the text named.
    return part.mention.possessive and part.mention.span.start == part.span.start


def _last_called(entities: Entities, nouns: Set[str], offset: int) -> Choice | None:
    """Return the organisation named last that has one of the nouns as a role, or in its name."""
    named = dict.fromkeys(entity for _, entity in entities.named_before(offset))
    organizations = [e for e in named if e.entity_type is EntityType.ORGANIZATION]
    for entity in organizations:
        if any(
            role.head in nouns and not is_another_kind(entity, role.head) for role in entity.roles
        ):
            return Choice(entity, 0.85)
    for entity in organizations:
        if organization_noun(entity.full_name) in nouns:
            return Choice(entity, 0.75)
    return None


def _is_called(entity: Entity, nouns: Set[str]) -> bool:
    if any(role.head in nouns for role in entity.roles):
        return True
    return organization_noun(entity.full_name) in nouns


def is_another_kind(entity: Entity, noun: str) -> bool:
    """Return whether the nouns of an organisation rule out another noun: a council is no union."""
    nouns = {organization_noun(entity.full_name), *(role.head for role in entity.roles)}
    kinds = {own for own in nouns if own in word_set("organization_nouns")} - {noun}
    same = synonym_sets("organization_synonyms").get(noun, frozenset()) | _kinds_of(noun)
    return bool(kinds) and not any(own in same or noun in _kinds_of(own) for own in kinds)


@cache
def _kinds_of(noun: str) -> frozenset[str]:
    """Return the kinds of organisations that a general noun may name."""
    lines = (line.split() for line in list_lines("general_organizations"))
    return frozenset(kind for first, *kinds in lines if first == noun for kind in kinds)


def _has_another_role(entity: Entity, role: Role) -> bool:
    """Return whether the text introduced a person with a role that rules this one out.

    A striker is not the referee. Roles such as "mother" or "candidate" rule nothing out.
    """
    if any(roles_clash(role, own) for own in entity.roles):
        return True
    side = word_set("side_roles")
    if role.head in side or role.head.endswith(AGE_SUFFIX):
        return False
    others = (own.head for own in entity.roles if not own.head.endswith(AGE_SUFFIX))
    return any(head not in side and head != ELECTED_ROLE for head in others)


def _gender_differs(entity: Entity, role: Role) -> bool:
    return bool(role.gender and entity.gender and role.gender is not entity.gender)


def _is_introduced(entities: Entities, noun: str, offset: int) -> bool:
    """Return whether a person without a name was called so before: "a voter", then "the voter"."""
    before = entities.layout.text[max(0, offset - _INTRODUCTION_DISTANCE) : offset]
    return bool(re.search(INTRODUCED.format(noun=re.escape(noun)), before, re.IGNORECASE))
