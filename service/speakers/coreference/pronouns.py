"""Pronouns to the members of the cast they stand for, by weighted features."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.coreference.salience import (
    AntecedentCandidate,
    antecedent_candidates,
    named_later_in_clause,
    quoting_entities,
)
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import Gender, word_set
from service.text.spans import Span

PRONOUN_GENDERS = {
    "he": Gender.MALE, "him": Gender.MALE, "his": Gender.MALE, "himself": Gender.MALE,
    "she": Gender.FEMALE, "her": Gender.FEMALE, "hers": Gender.FEMALE, "herself": Gender.FEMALE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A member chosen, and how sure the choice is."""

    entity: Entity
    confidence: float


def choose_antecedent(
    entities: Entities,
    *,
    word: str,
    offset: int,
    content: Sequence[Span] = (),
    gender: Gender | None = None,
    bonus: Callable[[Entity], float | None] = lambda entity: 0.0,
) -> Choice | None:
    """A cast, a pronoun and where it stands -> the member it stands for, where there is one.

    Args:
        word: the pronoun, plain.
        entities: the entities read so far.
        offset: where it stands.
        content: what its bearer said: those named in it are spoken of, not speaking.
        gender: of the person sought, where the word itself does not tell.
        bonus: what else speaks for a member; None where it cannot be meant.
    """
    scored = [
        (
            candidate.entity,
            entities.ranker.score(candidate.features) + extra + _reserve(candidate, word),
        )
        for candidate in agreeing_candidates(
            entities, word=word, offset=offset, content=content, gender=gender
        )
        if (extra := bonus(candidate.entity)) is not None
    ]
    if not scored:
        return None
    most = max(points for _, points in scored)
    total = sum(math.exp(points - most) for _, points in scored)
    best = max(scored, key=lambda pair: (pair[1], pair[0].number))[0]
    return Choice(best, min(0.98, 1.0 / total))


def agreeing_candidates(
    entities: Entities,
    *,
    word: str,
    offset: int,
    content: Sequence[Span],
    gender: Gender | None = None,
) -> list[AntecedentCandidate]:
    """A cast and a pronoun -> the candidates that agree with it in gender and sort."""
    gender = PRONOUN_GENDERS.get(word, gender)
    # "Her campaign says Roe is late" may well be Roe's; "she says Roe is late" is not Roe.
    others = (
        frozenset[int]()
        if word in word_set("possessives")
        else named_later_in_clause(entities, offset)
    )
    others |= quoting_entities(entities, offset)
    found = antecedent_candidates(
        entities,
        lambda entity: entity.number not in others and _agrees(entity, word, gender),
        offset=offset,
        content=content,
    )
    if word == "they":
        found = [c for c in found if "spoke" in c.features and not is_news_outlet(c.entity)]
    for candidate in found:
        if gender and candidate.entity.gender is gender:
            candidate.features["gender"] = 1.0
    return found


def _reserve(candidate: AntecedentCandidate, word: str) -> float:
    """What speaks against members that seldom stand behind a pronoun: the unnamed, and places."""
    if not candidate.entity.full_name:
        return -0.8
    if word in ("it", "its") and "spoke" not in candidate.features:
        return -2.0 if candidate.entity.entity_type is EntityType.PLACE else -1.0
    return 0.0


def _agrees(entity: Entity, word: str, gender: Gender | None) -> bool:
    if gender or word == "the":
        return entity.entity_type is EntityType.PERSON and (
            gender is None or entity.gender in (gender, None)
        )
    if word in ("it", "its", "itself"):
        return entity.entity_type in (EntityType.ORGANIZATION, EntityType.PLACE)
    return entity.entity_type is not EntityType.PERSON
