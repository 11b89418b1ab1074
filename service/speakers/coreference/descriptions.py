"""Resolve definite descriptions of people: the entity of "the spokesman", "the 24-year-old"."""

from __future__ import annotations

from collections.abc import Sequence, Set

from service.speakers.coreference.court_roles import offices_of
from service.speakers.coreference.described_bodies import is_introduced
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.paragraph_subject import only_person_before
from service.speakers.coreference.patterns import (
    ANY_PERSON,
    CONJOINED_ROLES,
    COURT_OFFICERS,
    COURT_PARTIES,
    DEFINING_AFTER,
    IS_SCHOLAR,
    SCHOLARS,
    YOUNG_OR_OLD,
)
from service.speakers.coreference.pronouns import Choice, choose_antecedent
from service.speakers.coreference.salience import named_later_in_clause
from service.speakers.coreference.salient_person import is_spoken_of
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import Gender, word_set
from service.speakers.names.patterns import AGE_SUFFIX, DEFINITE_ARTICLE, ELECTED_ROLE, FORMER
from service.speakers.names.roles import SEAT, Role, role_fit, role_key, role_of, roles_clash
from service.speakers.sources.forms import SourcePart
from service.text.spans import Span

_ROLE_POINTS = 3.5
"""Points of the ranker for a role that fits fully."""
_NO_ROLE_POINTS = -0.3
_NO_PERSON_POINTS = 0.5
"""Points of the case that a description means no named person."""
_NO_PERSON_OF_AGE_POINTS = -1.0
"""The same for an age: it varies the name of a person whom the text is about."""
_PARAGRAPH_CONFIDENCE = 0.75
_POSITIONS_BACK = 40
_SURE_ENOUGH = 0.6
"""From here on the ranker's choice for a role is taken."""


def find_described_person(
    entities: Entities,
    part: SourcePart,
    *,
    content: tuple[Span, ...],
    excluded: Set[Entity] = frozenset(),
) -> Choice | None:
    """Return the person whom a definite role means, None where no person stands out.

    Args:
        entities: The entities read so far.
        part: The part of the source that gives the role.
        content: What the person said.
        excluded: The people who are surely not meant.
    """
    offset = part.span.start
    words = part.span.of(entities.layout.text)
    role = part.role or role_of(words, nouns=frozenset([part.head]))
    role = role or Role(part.head, frozenset(), None)
    asked = [role, *_other_roles(entities, part)]
    gender = next((each.gender for each in asked if each.gender), None)
    fits = _role_fits(entities, part, asked, gender, excluded)
    if not fits and _is_defined(entities, part, role):
        return None
    has_age = any(word.endswith(AGE_SUFFIX) for word in role.modifiers)
    relational = part.head in word_set("relational_roles") and not has_age
    if part.first_word in ("its", "their") and not _is_near(entities, fits, offset):
        return None
    if relational or _is_owned(entities, part) or is_introduced(entities, part.head, offset):
        return _best_by_role(entities, fits, offset) or _paragraph_person(entities, part, role)

    def bonus(entity: Entity) -> float | None:
        if entity in excluded:
            return None
        fit = fits.get(entity.number, 0.0)
        if fit:
            return _ROLE_POINTS * fit
        if is_spoken_of(entities, entity, content):
            return None
        return None if _has_another_role(entity, role) else _NO_ROLE_POINTS

    choice = choose_antecedent(
        entities,
        word=ANY_PERSON,
        gender=gender,
        offset=offset,
        content=content,
        bonus=bonus,
        no_candidate=_NO_PERSON_OF_AGE_POINTS if _is_age(role) else _NO_PERSON_POINTS,
    )
    if choice and choice.confidence > _SURE_ENOUGH:
        return choice
    return _best_by_role(entities, fits, offset) or choice


def _is_near(entities: Entities, fits: dict[int, float], offset: int) -> bool:
    """Return whether a person whose role fits is named in the paragraph of a role or before it."""
    here = entities.layout.paragraph_at(offset)
    return any(
        here - position.paragraph <= 1 and position.entity.number in fits
        for position in entities.positions.before(offset, _POSITIONS_BACK)
    )


def _paragraph_person(entities: Entities, part: SourcePart, role: Role) -> Choice | None:
    """Return the one person of the paragraph, where a role may vary anybody's name: "the girl"."""
    offset = part.span.start
    plain = role.gender is not None and part.head in word_set("side_roles")
    if part.first_word != DEFINITE_ARTICLE or not (plain or part.head in YOUNG_OR_OLD):
        return None
    if part.mention or is_introduced(entities, part.head, offset):
        return None
    person = only_person_before(entities, offset)
    if person is None or not person.full_name or not {role.gender, person.gender} - {None}:
        return None
    if role.gender and person.gender and role.gender is not person.gender:
        return None
    return None if _has_another_role(person, role) else Choice(person, _PARAGRAPH_CONFIDENCE)


def _is_defined(entities: Entities, part: SourcePart, role: Role) -> bool:
    """Return whether a phrase says by itself whose role it is: "the treasurer of the club".

    Such a person is new, unless the text gave the role to somebody before. "The mother of three"
    or "the former mayor of Ems" may vary the name of anybody.
    """
    if role.head in word_set("side_roles") or FORMER in role.modifiers or _is_age(role):
        return False
    return DEFINING_AFTER.match(entities.layout.text, part.span.end) is not None


def _other_roles(entities: Entities, part: SourcePart) -> list[Role]:
    """Return the roles before "and" in a source: "the [former first lady] and senator"."""
    phrases = part.span.of(entities.layout.text).split(CONJOINED_ROLES)[:-1]
    return [role for phrase in phrases if (role := role_of(phrase))]


def _role_fits(
    entities: Entities,
    part: SourcePart,
    asked: Sequence[Role],
    gender: Gender | None,
    excluded: Set[Entity],
) -> dict[int, float]:
    """Return how well the roles of each person fit who has such a role and may be meant.

    Args:
        entities: The entities read so far.
        part: The part of the source that gives the roles.
        asked: The roles that the source gives.
        gender: The gender that these roles show.
        excluded: The people who are surely not meant.
    """
    later = named_later_in_clause(entities, part.span.start)
    return {
        entity.number: max(
            (role_fit(asked_role, own) for asked_role in asked for own in entity.roles),
            default=0.0,
        )
        for entity in entities.with_roles(asked)
        if entity.entity_type is EntityType.PERSON
        and entity.number not in later
        and entity not in excluded
        and not (gender and entity.gender and gender is not entity.gender)
    }


def _best_by_role(entities: Entities, fits: dict[int, float], offset: int) -> Choice | None:
    """Return the person whose role fits best, by fit and prominence."""
    points = {
        number: fit + min(1.0, 0.3 * entities.prominence(entities.known[number], offset))
        for number, fit in fits.items()
        if fit > 0
    }
    if not points:
        return None
    best = max(points, key=lambda number: (points[number], -number))
    return Choice(entities.known[best], min(0.9, 0.5 + 0.2 * points[best]))


def _is_owned(entities: Entities, part: SourcePart) -> bool:
    """Return whether a role has an owner: "her lawyer", "Roe's lawyer", "Roe lawyer"."""
    if part.first_word in word_set("possessives"):
        return True
    end = part.mention.span.end if part.mention else 0
    if part.mention is None or entities.layout.text[end : end + 1] in ("'", "’"):
        return part.mention is not None
    # "The Ohio governor" may be anyone from there whom the text named.
    return part.mention.possessive and part.mention.span.start == part.span.start


def _has_another_role(entity: Entity, role: Role) -> bool:
    """Return whether the text introduced a person with a role that rules this one out.

    A striker is not the referee. Roles such as "mother" or "candidate" rule nothing out.
    """
    if any(roles_clash(role, own) for own in entity.roles):
        return True
    if role.head in COURT_PARTIES and not offices_of(entity).isdisjoint(COURT_OFFICERS):
        return True
    side = word_set("side_roles")
    if role_key(role) == SEAT:
        side = side | word_set("political_offices")
    if _is_age(role):
        return any(_is_age(own) and own.head != role.head for own in entity.roles)
    if role.head in side or role.head in word_set("nationals"):
        return False
    # Who was something before may be anything now.
    if FORMER in role.modifiers:
        return False
    others = (own.head for own in entity.roles if not _is_age(own) and FORMER not in own.modifiers)
    scholar = SCHOLARS if IS_SCHOLAR.fullmatch(role.head) else frozenset()
    return any(head not in side | scholar and head != ELECTED_ROLE for head in others)


def _is_age(role: Role) -> bool:
    return role.head.endswith(AGE_SUFFIX)
