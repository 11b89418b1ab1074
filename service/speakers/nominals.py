"""Definite descriptions ("the spokesman", "the paper") to the members of the cast they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from service.speakers.cast import Cast
from service.speakers.lexicon import plain, words
from service.speakers.member import Member, is_named_outlet
from service.speakers.mention import Mention, Sort
from service.speakers.names import WORD
from service.speakers.organizations import normal_body
from service.speakers.pronouns import Choice, choose
from service.speakers.roles import Role, clash, fit, role_of
from service.speakers.sources import Part
from service.text.spans import Span

_BY = re.compile(r"(?:\s+[a-z]+){0,3}\s+(?P<how>by|from|in)\s+(?:the\s+)?", re.IGNORECASE)


def find_person(cast: Cast, part: Part, *, content: tuple[Span, ...]) -> Choice | None:
    """A cast and a definite role -> the person it means, where one stands out."""
    at = part.span.start
    role = part.role or Role(part.head, frozenset(), None)
    joined = part.span.of(cast.layout.text).split(" and ")
    asked = [role, *(one for phrase in joined[:-1] if (one := role_of(phrase)))]
    fits = {
        member.number: max((fit(one, own) for one in asked for own in member.roles), default=0.0)
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

    if part.head in words("state_nouns"):
        return None

    def bonus(member: Member) -> float | None:
        return None if member.sort is not Sort.BODY or is_named_outlet(member) else -0.3

    return choose(cast, word="it", at=at, content=content, bonus=bonus)


def find_maker(cast: Cast, part: Part) -> Choice | None:
    """A cast and a noun for a document -> who made it."""
    at, text = part.span.start, cast.layout.text
    if part.mention:
        owner = cast.by_mention.get(part.mention.span)
        return Choice(owner, 0.7) if owner and _may_make(part.mention, owner) else None
    whose = re.match(r"(?:the|its|their)\s(\w+)['’]s", part.span.of(text), re.IGNORECASE)
    if whose and whose.group(1) in words("organization_nouns"):
        return find_body(cast, replace(part, head=whose.group(1)), content=())
    if part.head in words("press_reports") and part.opening == "the":
        told = _outlet(cast, at)
        spoke = {number for number, _ in cast.speakers_before(at)}
        if told and told.member.number in spoke:
            return Choice(told.member, 0.6)
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


def _may_make(mention: Mention, owner: Member) -> bool:
    """Whether the name beside a document is its maker's: no place's ("polls in Florida"), and a
    people's or an epithet's only where it owns the document ("the Democrats' memo").
    """
    if owner.sort is Sort.PLACE:
        return mention.possessive
    return owner.sort is not Sort.PEOPLE or mention.possessive


def _author(cast: Cast, part: Part) -> Choice | None:
    """Who is said to have made the document, where it was spoken of before: "Acme filed a suit"."""
    layout, at = cast.layout, part.span.start
    own = layout.sentence_at(at)
    noun = re.compile(rf"\b{re.escape(part.head)}\b", re.IGNORECASE)
    for number in range(own - 1, max(-1, own - 16), -1):
        sentence = layout.sentences[number]
        told = noun.search(layout.text, sentence.start, sentence.end)
        if told is None or layout.is_quoted(told.start()):
            continue
        maker = next(_made_in(cast, Span(sentence.start, told.start())), None)
        maker = maker or _named_after(cast, Span(told.end(), sentence.end))
        if maker:
            return Choice(maker, 0.6)
    return None


def _named_after(cast: Cast, span: Span) -> Member | None:
    """Who is named as the maker in what follows a document: "a report by Acme", "in the Times"."""
    by = _BY.match(cast.layout.text, span.start, span.end)
    if by is None:
        return None
    for trace in cast.traces.within(Span(by.end(), min(by.end() + 30, span.end))):
        sort = trace.member.sort
        if by["how"] == "in":
            return trace.member if is_named_outlet(trace.member) else None
        return trace.member if sort in (Sort.PERSON, Sort.BODY) else None
    return None


def _made_in(cast: Cast, span: Span) -> Iterator[Member]:
    """Who stands before a verb of making in a stretch that ends with what was made."""
    verb = next(
        (
            word
            for word in WORD.finditer(cast.layout.text, span.start, span.end)
            if plain(word.group()) in words("making_verbs")
        ),
        None,
    )
    for trace in cast.traces.within(Span(span.start, verb.start() if verb else span.start)):
        agent = not (trace.quoted or trace.possessive or trace.object)
        if agent and trace.member.printed and trace.member.sort in (Sort.PERSON, Sort.BODY):
            yield trace.member


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
