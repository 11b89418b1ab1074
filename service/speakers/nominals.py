"""Definite descriptions ("the spokesman", "the paper") to the members of the cast they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.speakers.cast import Cast, Member, is_named_outlet
from service.speakers.lexicon import words
from service.speakers.mentions import Mention, Sort
from service.speakers.pronouns import Choice, choose
from service.speakers.roles import Role, clash, fit
from service.speakers.sources import Part
from service.text.spans import Span


def find_person(cast: Cast, part: Part, *, content: tuple[Span, ...]) -> Choice | None:
    """A cast and a definite role -> the person it means, where one stands out."""
    at = part.span.start
    role = part.role or Role(part.head, frozenset(), None)
    best, found = 0.0, None
    for member in cast.members:
        if member.sort is not Sort.PERSON or _other_gender(member, role):
            continue
        held = max((fit(role, own) for own in member.roles), default=0.0)
        if held > 0 and held + min(1.0, 0.3 * cast.weight(member, at)) > best:
            best, found = held + min(1.0, 0.3 * cast.weight(member, at)), member
    if found:
        return Choice(found, min(0.9, 0.5 + 0.2 * best))
    if part.head in words("relational_roles") or part.mention or _introduced(cast, part.head, at):
        return None
    return choose(
        cast,
        word="the",
        gender=role.gender,
        at=at,
        content=content,
        allowed=lambda member: not any(clash(role, own) for own in member.roles),
    )


def find_body(cast: Cast, part: Part) -> Choice | None:
    """A cast and a noun for a body -> the body it means."""
    at = part.span.start
    if part.head in words("press_nouns"):
        return _outlet(cast, at)
    for _, member in _before(cast, at):
        if (
            member.sort is Sort.BODY
            and member.printed.split()[-1:]
            and (member.printed.split()[-1].casefold() == part.head)
        ):
            return Choice(member, 0.8)
    for _, member in _before(cast, at):
        if member.sort is Sort.BODY and part.head in member.printed.casefold().split():
            return Choice(member, 0.7)
    return None


def find_maker(cast: Cast, part: Part) -> Choice | None:
    """A cast and a noun for a document -> who made it."""
    at, text = part.span.start, cast.layout.text
    if part.mention:
        owner = cast.by_mention.get(part.mention.span)
        return Choice(owner, 0.7) if owner else None
    if part.head in words("press_pieces") or "editorial" in part.span.of(text):
        outlet = _outlet(cast, at)
        if outlet:
            return outlet
    return None


def _outlet(cast: Cast, at: int) -> Choice | None:
    for _, member in _before(cast, at):
        if is_named_outlet(member):
            return Choice(member, 0.85)
    return None


def _before(cast: Cast, at: int) -> Iterator[tuple[Mention, Member]]:
    return ((m, who) for m, who in reversed(cast.stream) if m.span.end <= at)


def _other_gender(member: Member, role: Role) -> bool:
    return bool(role.gender and member.gender and role.gender is not member.gender)


def _introduced(cast: Cast, head: str, at: int) -> bool:
    """Whether somebody unnamed was called so before: "a voter", then "the voter"."""
    near = cast.layout.text[max(0, at - 2000) : at]
    return bool(
        re.search(rf"\b(?:an?|one|another)\s(?:[\w'’-]+\s){{0,3}}{re.escape(head)}\b", near)
    )
