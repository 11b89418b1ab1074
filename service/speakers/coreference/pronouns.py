"""Pronouns to the members of the cast they stand for, by weighted features."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.speakers.coreference.entities import Cast
from service.speakers.coreference.entity import Member, is_named_outlet
from service.speakers.coreference.salience import Candidate, candidates, named_ahead, quoting
from service.speakers.mentions.mention import Sort
from service.speakers.names.lexicon import Gender, words
from service.text.spans import Span

GENDERS = {
    "he": Gender.MALE, "him": Gender.MALE, "his": Gender.MALE, "himself": Gender.MALE,
    "she": Gender.FEMALE, "her": Gender.FEMALE, "hers": Gender.FEMALE, "herself": Gender.FEMALE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A member chosen, and how sure the choice is."""

    member: Member
    confidence: float


def choose(
    cast: Cast,
    *,
    word: str,
    at: int,
    content: Sequence[Span] = (),
    gender: Gender | None = None,
    bonus: Callable[[Member], float | None] = lambda member: 0.0,
) -> Choice | None:
    """A cast, a pronoun and where it stands -> the member it stands for, where there is one.

    Args:
        cast: who is in the article up to the pronoun's paragraph.
        word: the pronoun, plain.
        at: where it stands.
        content: what its bearer said: those named in it are spoken of, not speaking.
        gender: of the person sought, where the word itself does not tell.
        bonus: what else speaks for a member; None where it cannot be meant.
    """
    scored = [
        (
            candidate.member,
            cast.ranker.score(candidate.features) + extra + _reserve(candidate, word),
        )
        for candidate in agreeing(cast, word=word, at=at, content=content, gender=gender)
        if (extra := bonus(candidate.member)) is not None
    ]
    if not scored:
        return None
    most = max(points for _, points in scored)
    total = sum(math.exp(points - most) for _, points in scored)
    best = max(scored, key=lambda pair: (pair[1], pair[0].number))[0]
    return Choice(best, min(0.98, 1.0 / total))


def agreeing(
    cast: Cast, *, word: str, at: int, content: Sequence[Span], gender: Gender | None = None
) -> list[Candidate]:
    """A cast and a pronoun -> the candidates that agree with it in gender and sort."""
    gender = GENDERS.get(word, gender)
    # "Her campaign says Roe is late" may well be Roe's; "she says Roe is late" is not Roe.
    others = frozenset[int]() if word in words("possessives") else named_ahead(cast, at)
    others |= quoting(cast, at)
    found = candidates(
        cast,
        lambda member: member.number not in others and _agrees(member, word, gender),
        at=at,
        content=content,
    )
    if word == "they":
        found = [c for c in found if "spoke" in c.features and not is_named_outlet(c.member)]
    for candidate in found:
        if gender and candidate.member.gender is gender:
            candidate.features["gender"] = 1.0
    return found


def _reserve(candidate: Candidate, word: str) -> float:
    """What speaks against members that seldom stand behind a pronoun: the unnamed, and places."""
    if not candidate.member.printed:
        return -0.8
    if word in ("it", "its") and "spoke" not in candidate.features:
        return -2.0 if candidate.member.sort is Sort.PLACE else -1.0
    return 0.0


def _agrees(member: Member, word: str, gender: Gender | None) -> bool:
    if gender or word == "the":
        return member.sort is Sort.PERSON and (gender is None or member.gender in (gender, None))
    if word in ("it", "its", "itself"):
        return member.sort in (Sort.BODY, Sort.PLACE)
    return member.sort is not Sort.PERSON
