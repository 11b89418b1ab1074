"""Resolve pronouns: choose the entity that a pronoun refers to, by weighted features."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, Position, is_news_outlet
from service.speakers.coreference.patterns import (
    AND_BETWEEN,
    ANY_PERSON,
    ORGANIZATION_PRONOUNS,
    PLURAL_PRONOUN,
    PRONOUN_GENDERS,
    SINGULAR_PRONOUNS,
)
from service.speakers.coreference.salience import (
    MAX_POSITIONS,
    AntecedentCandidate,
    antecedent_candidates,
    named_later_in_clause,
    quoting_entities,
)
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import Gender, word_set
from service.speakers.names.organizations import is_platform
from service.text.spans import Span

_MOST_SURE = 0.98
_UNNAMED_POINTS = -0.8
"""Few pronouns refer to an entity without a name."""
_LAST_SPEAKER_POINTS = 1.5
"""Mostly "it" refers to the body that spoke last."""
_SILENT_PLACE_POINTS = -2.0
_SILENT_ORGANIZATION_POINTS = -1.0
"""Few times does "it" refer to an entity that has not spoken."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen entity, and the probability that the choice is right."""

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
    no_candidate: float | None = None,
) -> Choice | None:
    """Return the entity that a pronoun refers to, None where there is no candidate.

    Args:
        entities: The entities read up to the end of the pronoun's paragraph.
        word: The pronoun, folded.
        offset: The offset of the pronoun.
        content: What the pronoun's entity said; an entity that is named in it seldom said it.
        gender: The gender of the person, where the word itself does not show it.
        bonus: Further points for an entity, None where the entity cannot be meant.
        no_candidate: Points of the case that no candidate is meant; by default one always is.
    """
    described = word in ORGANIZATION_PRONOUNS and no_candidate is not None
    candidates = agreeing_candidates(
        entities, word=word, offset=offset, content=content, gender=gender, described=described
    )
    # The weights of vectors are learnt from "he" and "she" alone.
    gendered = word in PRONOUN_GENDERS
    pronoun = entities.vector_of(Span(offset, offset + len(word))) if gendered else None
    scored = [
        (
            candidate.entity,
            entities.score(candidate.features, pronoun, candidate.words)
            + extra
            + _prior(candidate, word),
        )
        for candidate in candidates
        if (extra := bonus(candidate.entity)) is not None
    ]
    if not scored:
        return None
    most = max(points for _, points in scored)
    total = sum(math.exp(points - most) for _, points in scored)
    total += math.exp(no_candidate - most) if no_candidate is not None else 0.0
    best = max(scored, key=lambda pair: (pair[1], pair[0].number))[0]
    return Choice(best, min(_MOST_SURE, 1.0 / total))


def agreeing_candidates(
    entities: Entities,
    *,
    word: str,
    offset: int,
    content: Sequence[Span],
    gender: Gender | None = None,
    described: bool = False,
) -> list[AntecedentCandidate]:
    """Return the antecedent candidates that agree with a pronoun in gender and type.

    Args:
        entities: The entities read up to the end of the pronoun's paragraph.
        word: The pronoun, folded.
        offset: The offset of the pronoun.
        content: What the pronoun's entity said.
        gender: The gender of the person, where the word itself does not show it.
        described: Whether a noun stands in the text, and not a pronoun: "the company".
    """
    gender = PRONOUN_GENDERS.get(word, gender)
    # "Her campaign says Roe is late" may mean Roe's campaign; in "she says Roe is late" she is
    # not Roe.
    possessive = word in word_set("possessives")
    excluded = frozenset[int]() if possessive else named_later_in_clause(entities, offset)
    excluded |= quoting_entities(entities, offset)
    candidates = antecedent_candidates(
        entities,
        lambda entity: entity.number not in excluded and _agrees(entity, word, gender),
        offset=offset,
        content=content,
    )
    # Who is named in the words alone is spoken of, and does not speak. A body reports on itself:
    # "Acme will close its mill, the company said".
    candidates = [
        candidate
        for candidate in candidates
        if (described and not entities.layout.is_quoted(candidate.words.start))
        or not any(span.contains(candidate.words) for span in content)
    ]
    if word in PRONOUN_GENDERS:
        # Who is named in other people's words alone is not whom the text is about.
        heard = [each for each in candidates if "quoted" in each.features]
        silent = [each for each in heard if "spoke" not in each.features]
        if len(silent) < len(candidates):
            candidates = [each for each in candidates if each not in silent]
    if word == PLURAL_PRONOUN:
        candidates = [
            candidate
            for candidate in candidates
            if "spoke" in candidate.features and not is_news_outlet(candidate.entity)
        ]
    if word in ORGANIZATION_PRONOUNS:
        candidates = [candidate for candidate in candidates if _may_be_it(candidate)]
    for candidate in candidates:
        if gender and candidate.entity.gender is gender:
            candidate.features["gender"] = 1.0
    return candidates


def _may_be_it(candidate: AntecedentCandidate) -> bool:
    """Return whether "it" may mean a candidate: no silent person, no platform of a post.

    Nor is it the place where something is: "Zipply, based in Leeds".
    """
    if "spoke" in candidate.features:
        return True
    if "object" in candidate.features and candidate.entity.entity_type is EntityType.PLACE:
        return False
    # "Posted on Facebook" only says where.
    where = "object" in candidate.features and is_platform(candidate.entity.full_name)
    return candidate.entity.entity_type is not EntityType.PERSON and not where


def is_one_of_pair(
    entities: Entities, entity: Entity, *, offset: int, content: Sequence[Span] = ()
) -> bool:
    """Return whether another entity fits a pronoun just as well as the chosen one.

    The other has the same gender and was last named beside the entity: "Roe and Bo argued". Both
    are people, or may be bodies. The text has mentioned both as often. Neither has spoken, and the
    words name neither.

    Args:
        entities: The entities read so far.
        entity: The entity that was chosen for the pronoun.
        offset: The offset of the pronoun.
        content: What the pronoun's entity said.
    """
    latest: dict[int, Position] = {}
    for position in entities.positions.before(offset, MAX_POSITIONS):
        latest.setdefault(position.entity.number, position)
    own = latest.get(entity.number)
    if own is None or own.is_anaphor:
        return False
    spoke = {number for number, _ in entities.speakers_before(offset)}
    inside = [position for span in content for position in entities.positions.within(span)]
    evidence = spoke | {position.entity.number for position in inside}
    rivals = [
        position.entity
        for position in latest.values()
        if position.entity is not entity
        and position.sentence == own.sentence
        and _fits_as_well(position, own, offset)
        and _are_conjoined(entities, own, position)
    ]
    return any(not {entity.number, rival.number} & evidence for rival in rivals)


def _prior(candidate: AntecedentCandidate, word: str) -> float:
    """Return points against entities that pronouns seldom refer to."""
    if not candidate.entity.full_name:
        return _UNNAMED_POINTS
    if word in SINGULAR_PRONOUNS and "turn0" in candidate.features:
        return _LAST_SPEAKER_POINTS
    if word in SINGULAR_PRONOUNS and "spoke" not in candidate.features:
        is_place = candidate.entity.entity_type is EntityType.PLACE
        return _SILENT_PLACE_POINTS if is_place else _SILENT_ORGANIZATION_POINTS
    return 0.0


def _agrees(entity: Entity, word: str, gender: Gender | None) -> bool:
    is_person = entity.entity_type is EntityType.PERSON
    if gender or word == ANY_PERSON:
        return is_person and (gender is None or entity.gender in (gender, None))
    if word in ORGANIZATION_PRONOUNS:
        named = entity.entity_type in (EntityType.ORGANIZATION, EntityType.PLACE)
        return named or entity.may_be_organization
    return not is_person


def _fits_as_well(position: Position, own: Position, offset: int) -> bool:
    rival, entity = position.entity, own.entity
    is_person = entity.entity_type is EntityType.PERSON
    same_kind = (rival.entity_type is EntityType.PERSON) == is_person
    return (
        (same_kind or (rival.may_be_organization and not is_person))
        and not (position.is_anaphor or position.possessive or own.possessive)
        and rival.gender is entity.gender
        and rival.count_before(offset) == entity.count_before(offset)
    )


def _are_conjoined(entities: Entities, *positions: Position) -> bool:
    """Return whether only "and" and titles stand between the names at two positions."""
    spans = [position.name for position in sorted(positions, key=lambda position: position.offset)]
    return all(
        span is not None
        and after is not None
        and AND_BETWEEN.fullmatch(entities.layout.text, span.end, after.start)
        for span, after in pairwise(spans)
    )
