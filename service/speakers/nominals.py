"""Definite descriptions ("the spokesman", "the paper") to the members of the cast they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from service.speakers.cast import Cast
from service.speakers.lexicon import words
from service.speakers.member import Member, is_named_outlet
from service.speakers.mentions import Mention, Sort
from service.speakers.organizations import normal_body
from service.speakers.pronouns import Choice, choose
from service.speakers.roles import Role, clash, fit
from service.speakers.sources import Part
from service.text.spans import Span


def find_person(cast: Cast, part: Part, *, content: tuple[Span, ...]) -> Choice | None:
    """A cast and a definite role -> the person it means, where one stands out."""
    at = part.span.start
    role = part.role or Role(part.head, frozenset(), None)
    fits = {
        member.number: max((fit(role, own) for own in member.roles), default=0.0)
        for member in cast.members
        if member.sort is Sort.PERSON and not _other_gender(member, role)
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
    if part.opening in ("his", "her", "their", "its", "my", "our"):
        return True
    end = part.mention.span.end if part.mention else 0
    return part.mention is not None and cast.layout.text[end : end + 1] in ("'", "’")


def find_body(cast: Cast, part: Part, *, content: tuple[Span, ...]) -> Choice | None:
    """A cast and a noun for a body -> the body it means."""
    at = part.span.start
    if part.head in words("press_nouns"):
        return _outlet(cast, at)
    for _, member in _before(cast, at):
        if member.sort is Sort.BODY and any(role.head == part.head for role in member.roles):
            return Choice(member, 0.85)
    for _, member in _before(cast, at):
        if member.sort is Sort.BODY and part.head in normal_body(member.printed).split():
            return Choice(member, 0.75)

    def bonus(member: Member) -> float | None:
        return None if member.sort is not Sort.BODY or is_named_outlet(member) else -0.3

    return choose(cast, word="it", at=at, content=content, bonus=bonus)


def find_maker(cast: Cast, part: Part) -> Choice | None:
    """A cast and a noun for a document -> who made it."""
    at, text = part.span.start, cast.layout.text
    if part.mention:
        owner = cast.by_mention.get(part.mention.span)
        return Choice(owner, 0.7) if owner else None
    whose = re.match(r"(?:the|its|their)\s(\w+)['’]s", part.span.of(text), re.IGNORECASE)
    if whose and whose.group(1) in words("organization_nouns"):
        return find_body(cast, replace(part, head=whose.group(1)), content=())
    if part.head in words("press_pieces") or "editorial" in part.span.of(text):
        return _outlet(cast, at)
    if part.head in words("rulings"):
        return next(
            (
                Choice(who, 0.7)
                for _, who in _before(cast, at)
                if "court" in normal_body(who.printed)
            ),
            None,
        )
    return _author(cast, part)


def _author(cast: Cast, part: Part) -> Choice | None:
    """Who is the subject where the document was spoken of before: "Acme filed a lawsuit"."""
    layout, at = cast.layout, part.span.start
    own = layout.sentence_at(at)
    noun = re.compile(rf"\b{re.escape(part.head)}\b", re.IGNORECASE)
    for number in range(own - 1, max(-1, own - 16), -1):
        sentence = layout.sentences[number]
        told = noun.search(layout.text, sentence.start, sentence.end)
        if told is None or layout.is_quoted(told.start()):
            continue
        for mention, member in cast.stream:
            if sentence.start <= mention.span.start < told.start() and not mention.quoted:
                return Choice(member, 0.55)
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
