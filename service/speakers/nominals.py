"""Definite descriptions ("the spokesman", "the paper") to the members of the cast they mean."""

from __future__ import annotations

from functools import cache

from service.speakers.cast import Cast, Member, is_named_outlet
from service.speakers.lexicon import lines
from service.speakers.mentions import Role, Sort
from service.speakers.sources import Part

_PAPERS = frozenset(
    [
        "paper",
        "newspaper",
        "outlet",
        "publication",
        "magazine",
        "daily",
        "journal",
        "broadcaster",
        "network",
    ]
)
_PIECES = frozenset(["article", "report", "story", "piece", "editorial", "column", "account"])


def find_person(cast: Cast, part: Part, *, at: int) -> tuple[Member, float] | None:
    """A cast and a definite role -> the person it means and how sure that is."""
    role = part.role or Role(head=part.head, modifiers=frozenset(), gender=None)
    best, found = 0.0, None
    for member in cast.members:
        if member.sort is not Sort.PERSON:
            continue
        if role.gender and member.gender and role.gender is not member.gender:
            continue
        fit = max((_fit(role, own) for own in member.roles), default=0.0)
        if fit > 0:
            score = fit + min(1.0, 0.3 * cast.weight(member, at))
            if score > best:
                best, found = score, member
    if found:
        return found, min(0.9, 0.5 + 0.2 * best)
    return None


def lone_person(cast: Cast, part: Part, *, at: int) -> tuple[Member, float] | None:
    """A cast and a definite role that nobody bears -> the one person it can mean, if just one."""
    near = cast.layout.paragraph_at(at) - 1
    role = part.role
    people = {
        who.number: who
        for mention, who in cast.stream
        if who.sort is Sort.PERSON
        and not mention.quoted
        and mention.span.start < at
        and cast.layout.paragraph_at(mention.span.start) >= near
    }
    fitting = [
        who
        for who in people.values()
        if not (role and role.gender and who.gender and role.gender is not who.gender)
    ]
    if len(people) == 1 and len(fitting) == 1 and part.head.endswith("-year-old"):
        return fitting[0], 0.7
    return None


def find_body(cast: Cast, part: Part, *, at: int) -> tuple[Member, float] | None:
    """A cast and a noun for a body or a document -> the body it means and how sure that is."""
    outlet = part.head in _PAPERS or part.head in _PIECES
    for mention, member in reversed(cast.stream):
        if mention.span.start >= at or member.sort is Sort.PERSON:
            continue
        if outlet and is_named_outlet(member):
            return member, 0.85
        if not outlet and member.sort is not Sort.PLACE:
            last = member.printed.split()[-1:]
            if last and last[0].casefold() == part.head:
                return member, 0.75
    return None


def _fit(role: Role, own: Role) -> float:
    if role.head == own.head:
        fit = 1.0
    elif _like().get(role.head, role.head) == _like().get(own.head, own.head):
        fit = 0.7
    else:
        return 0.0
    return fit + 0.3 * min(2, len(role.modifiers & own.modifiers))


@cache
def _like() -> dict[str, str]:
    return {word: line.split()[0] for line in lines("like_roles") for word in line.split()}
