"""Definite descriptions ("the spokesman", "the paper") to the members of the cast they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from service.speakers.coreference.entities import Cast
from service.speakers.coreference.entity import Member, is_named_outlet
from service.speakers.coreference.pronouns import Choice, choose
from service.speakers.coreference.salience import named_ahead
from service.speakers.mentions.mention import Mention, Sort
from service.speakers.names.lexicon import lines, words
from service.speakers.names.organizations import normal_body
from service.speakers.names.roles import Role, clash, fit, role_of
from service.speakers.sources.parse import Part
from service.text.spans import Span


def find_person(cast: Cast, part: Part, *, content: tuple[Span, ...]) -> Choice | None:
    """A cast and a definite role -> the person it means, where one stands out."""
    at = part.span.start
    role = part.role or Role(part.head, frozenset(), None)
    joined = part.span.of(cast.layout.text).split(" and ")
    others = named_ahead(cast, at)
    asked = [role, *(one for phrase in joined[:-1] if (one := role_of(phrase)))]
    fits = {
        member.number: max((fit(one, own) for one in asked for own in member.roles), default=0.0)
        for member in cast.members
        if member.sort is Sort.PERSON
        and member.number not in others
        and not _other_gender(member, role)
    }
    aged = any(word.endswith("-year-old") for word in role.modifiers)
    bound = (part.head in words("relational_roles") and not aged) or _owned(cast, part)
    if bound or _introduced(cast, part.head, at):
        return _bearer(cast, fits, at)

    def bonus(member: Member) -> float | None:
        held = fits.get(member.number, 0.0)
        if held:
            return 3.5 * held
        return None if any(clash(role, own) for own in member.roles) else -0.3

    near = choose(cast, word="the", gender=role.gender, at=at, content=content, bonus=bonus)
    return near if near and near.confidence > 0.6 else _bearer(cast, fits, at) or near


def _bearer(cast: Cast, fits: dict[int, float], at: int) -> Choice | None:
    held = {
        number: fit + min(1.0, 0.3 * cast.weight(cast.members[number], at))
        for number, fit in fits.items()
        if fit > 0
    }
    if not held:
        return None
    best = max(held, key=lambda number: (held[number], -number))
    return Choice(cast.members[best], min(0.9, 0.5 + 0.2 * held[best]))


def _owned(cast: Cast, part: Part) -> bool:
    if part.opening in words("possessives"):
        return True
    end = part.mention.span.end if part.mention else 0
    return part.mention is not None and cast.layout.text[end : end + 1] in ("'", "’")


def find_body(cast: Cast, part: Part, *, content: tuple[Span, ...]) -> Choice | None:
    """A cast and a noun for a body -> the body it means."""
    at = part.span.start
    if part.head in words("press_nouns"):
        return last_outlet(cast, at)
    called = _called(cast, frozenset([part.head]), at)
    if called:
        return called
    if part.head in words("state_nouns"):
        return None
    like = _like().get(part.head, frozenset())

    def bonus(member: Member) -> float | None:
        if member.sort is not Sort.BODY or is_named_outlet(member):
            return None
        return 1.0 if _is_called(member, like) else -0.3

    return choose(cast, word="it", at=at, content=content, bonus=bonus)


def _called(cast: Cast, nouns: Set[str], at: int) -> Choice | None:
    """The body last named before a place that is one of the nouns by role, or else by name."""
    bodies = [member for _, member in named_before(cast, at) if member.sort is Sort.BODY]
    for member in bodies:
        if any(role.head in nouns for role in member.roles):
            return Choice(member, 0.85)
    return next((Choice(member, 0.75) for member in bodies if _is_called(member, nouns)), None)


def _is_called(member: Member, nouns: Set[str]) -> bool:
    if any(role.head in nouns for role in member.roles):
        return True
    return not nouns.isdisjoint(normal_body(member.printed).split())


def last_outlet(cast: Cast, at: int) -> Choice | None:
    """A cast and an offset -> the news organisation named last before it."""
    for _, member in named_before(cast, at):
        if is_named_outlet(member):
            return Choice(member, 0.85)
    return None


def named_before(cast: Cast, at: int) -> Iterator[tuple[Mention, Member]]:
    """A cast and an offset -> who was named before it, the nearest first."""
    return ((m, who) for m, who in reversed(cast.stream) if m.span.end <= at)


def _other_gender(member: Member, role: Role) -> bool:
    return bool(role.gender and member.gender and role.gender is not member.gender)


def _introduced(cast: Cast, head: str, at: int) -> bool:
    """Whether somebody unnamed was called so before: "a voter", then "the voter"."""
    near = cast.layout.text[max(0, at - 2000) : at]
    return bool(
        re.search(rf"\b(?:an?|one|another)\s(?:[\w'’-]+\s){{0,3}}{re.escape(head)}\b", near)
    )


@cache
def _like() -> dict[str, frozenset[str]]:
    """For each noun for a body those that may name the same one."""
    like: dict[str, frozenset[str]] = {}
    for line in lines("like_bodies"):
        for noun in line.split():
            like[noun] = like.get(noun, frozenset()) | frozenset(line.split())
    return like
