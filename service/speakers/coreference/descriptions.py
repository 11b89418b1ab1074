"""Definite descriptions ("the spokesman", "the paper") to the members of the cast they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.coreference.pronouns import Choice, choose_antecedent
from service.speakers.coreference.salience import named_later_in_clause
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import list_lines, word_set
from service.speakers.names.organizations import organization_key
from service.speakers.names.roles import Role, role_fit, role_of, roles_clash
from service.speakers.sources.parse import SourcePart
from service.text.spans import Span


def find_described_person(
    entities: Entities, part: SourcePart, *, content: tuple[Span, ...]
) -> Choice | None:
    """A cast and a definite role -> the person it means, where one stands out."""
    offset = part.span.start
    role = part.role or Role(part.head, frozenset(), None)
    joined = part.span.of(entities.layout.text).split(" and ")
    others = named_later_in_clause(entities, offset)
    asked = [role, *(one for phrase in joined[:-1] if (one := role_of(phrase)))]
    fits = {
        entity.number: max(
            (role_fit(one, own) for one in asked for own in entity.roles), default=0.0
        )
        for entity in entities.known
        if entity.entity_type is EntityType.PERSON
        and entity.number not in others
        and not _other_gender(entity, role)
    }
    aged = any(word.endswith("-year-old") for word in role.modifiers)
    bound = (part.head in word_set("relational_roles") and not aged) or _owned(entities, part)
    if bound or _introduced(entities, part.head, offset):
        return _bearer(entities, fits, offset)

    def bonus(entity: Entity) -> float | None:
        held = fits.get(entity.number, 0.0)
        if held:
            return 3.5 * held
        return None if any(roles_clash(role, own) for own in entity.roles) else -0.3

    near = choose_antecedent(
        entities, word="the", gender=role.gender, offset=offset, content=content, bonus=bonus
    )
    return near if near and near.confidence > 0.6 else _bearer(entities, fits, offset) or near


def _bearer(entities: Entities, fits: dict[int, float], offset: int) -> Choice | None:
    held = {
        number: role_fit + min(1.0, 0.3 * entities.prominence(entities.known[number], offset))
        for number, role_fit in fits.items()
        if role_fit > 0
    }
    if not held:
        return None
    best = max(held, key=lambda number: (held[number], -number))
    return Choice(entities.known[best], min(0.9, 0.5 + 0.2 * held[best]))


def _owned(entities: Entities, part: SourcePart) -> bool:
    if part.first_word in word_set("possessives"):
        return True
    end = part.mention.span.end if part.mention else 0
    return part.mention is not None and entities.layout.text[end : end + 1] in ("'", "’")


def find_described_organization(
    entities: Entities, part: SourcePart, *, content: tuple[Span, ...]
) -> Choice | None:
    """A cast and a noun for a body -> the body it means."""
    offset = part.span.start
    if part.head in word_set("press_nouns"):
        return last_named_outlet(entities, offset)
    called = _called(entities, frozenset([part.head]), offset)
    if called:
        return called
    if part.head in word_set("state_nouns"):
        return None
    like = _like().get(part.head, frozenset())

    def bonus(entity: Entity) -> float | None:
        if entity.entity_type is not EntityType.ORGANIZATION or is_news_outlet(entity):
            return None
        return 1.0 if _is_called(entity, like) else -0.3

    return choose_antecedent(entities, word="it", offset=offset, content=content, bonus=bonus)


def _called(entities: Entities, nouns: Set[str], offset: int) -> Choice | None:
    """The body last named before a place that is one of the nouns by role, or else by name."""
    bodies = [
        entity
        for _, entity in named_before(entities, offset)
        if entity.entity_type is EntityType.ORGANIZATION
    ]
    for entity in bodies:
        if any(role.head in nouns for role in entity.roles):
            return Choice(entity, 0.85)
    return next((Choice(entity, 0.75) for entity in bodies if _is_called(entity, nouns)), None)


def _is_called(entity: Entity, nouns: Set[str]) -> bool:
    if any(role.head in nouns for role in entity.roles):
        return True
    return not nouns.isdisjoint(organization_key(entity.full_name).split())


def last_named_outlet(entities: Entities, offset: int) -> Choice | None:
    """A cast and an offset -> the news organisation named last before it."""
    for _, entity in named_before(entities, offset):
        if is_news_outlet(entity):
            return Choice(entity, 0.85)
    return None


def named_before(entities: Entities, offset: int) -> Iterator[tuple[Mention, Entity]]:
    """A cast and an offset -> who was named before it, the nearest first."""
    return ((m, who) for m, who in reversed(entities.mentions) if m.span.end <= offset)


def _other_gender(entity: Entity, role: Role) -> bool:
    return bool(role.gender and entity.gender and role.gender is not entity.gender)


def _introduced(entities: Entities, head: str, offset: int) -> bool:
    """Whether somebody unnamed was called so before: "a voter", then "the voter"."""
    near = entities.layout.text[max(0, offset - 2000) : offset]
    return bool(
        re.search(rf"\b(?:an?|one|another)\s(?:[\w'’-]+\s){{0,3}}{re.escape(head)}\b", near)
    )


@cache
def _like() -> dict[str, frozenset[str]]:
    """For each noun for a body those that may name the same one."""
    like: dict[str, frozenset[str]] = {}
    for line in list_lines("organization_synonyms"):
        for noun in line.split():
            like[noun] = like.get(noun, frozenset()) | frozenset(line.split())
    return like
