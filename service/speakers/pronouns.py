"""Pronouns to the members of the cast they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.speakers.cast import Cast, Member
from service.speakers.lexicon import Gender
from service.speakers.mentions import Sort
from service.text.spans import Span

GENDERS = {
    "he": Gender.MALE, "him": Gender.MALE, "his": Gender.MALE, "himself": Gender.MALE,
    "she": Gender.FEMALE, "her": Gender.FEMALE, "hers": Gender.FEMALE, "herself": Gender.FEMALE,
}  # fmt: skip
_REACH = 30
"""How many mentions before the pronoun are looked at."""


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
    content: Sequence[Span],
    gender: Gender | None = None,
    bonus: Callable[[Member], float | None] = lambda member: 0.0,
) -> Choice | None:
    """A cast, a pronoun and where it stands -> the member it stands for, where one stands out.

    Args:
        cast: who is in the article up to the pronoun's paragraph.
        word: the pronoun, plain.
        at: where it stands.
        content: what its bearer said: those named in it are spoken of, not speaking.
        gender: of the person sought, where the word itself does not tell.
        bonus: what else speaks for a member; None where it cannot be meant.
    """
    gender = GENDERS.get(word, gender)
    scores: dict[int, float] = {}
    for member, score in _candidates(cast, at=at, content=content):
        extra = bonus(member)
        if extra is None or not _agrees(member, word, gender):
            continue
        sure = 0.8 if gender and member.gender is gender else 0.0
        scores[member.number] = max(score + sure + extra, scores.get(member.number, -99.0))
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: (-item[1], -item[0]))
    best, top = ranked[0]
    margin = top - ranked[1][1] if len(ranked) > 1 else 3.0
    return Choice(cast.members[best], min(0.95, 0.55 + 0.15 * margin))


def _agrees(member: Member, word: str, gender: Gender | None) -> bool:
    if gender or word == "the":
        return member.sort is Sort.PERSON and (gender is None or member.gender in (gender, None))
    if word in ("it", "its", "itself"):
        return member.sort in (Sort.BODY, Sort.PLACE)
    return member.sort is not Sort.PERSON


def _candidates(cast: Cast, *, at: int, content: Sequence[Span]) -> list[tuple[Member, float]]:
    layout = cast.layout
    own = layout.sentence_at(at)
    paragraph = layout.paragraph_at(at)
    found = []
    before = [(m, who) for m, who in cast.stream if m.span.end <= at][-_REACH:]
    firsts: dict[int, int] = {}
    for mention, _ in before:
        if not mention.quoted:
            firsts.setdefault(layout.sentence_at(mention.span.start), mention.span.start)
    named = {who.number for m, who in cast.stream if any(s.contains(m.span) for s in content)}
    for mention, member in before:
        sentence = layout.sentence_at(mention.span.start)
        away = own - sentence
        score = -0.35 * away - 0.3 * (paragraph - layout.paragraph_at(mention.span.start))
        score += 0.7 if firsts.get(sentence) == mention.span.start else 0.0
        score -= 1.2 if mention.quoted else 0.0
        score -= 0.5 if mention.possessive else 0.0
        score -= 1.5 if member.number in named else 0.0
        if any(abs(spoke - mention.span.start) < 3 for spoke in member.spoke):
            score += 0.6
        found.append((member, score))
    for member in cast.members:
        spoke = [place for place in member.spoke if place < at]
        if spoke:
            away = own - layout.sentence_at(spoke[-1])
            score = 0.5 - 0.35 * away - 0.3 * (paragraph - layout.paragraph_at(spoke[-1]))
            score -= 1.5 if member.number in named else 0.0
            found.append((member, score))
    return found
