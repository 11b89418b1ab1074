"""Resolve the roles of a court case: the party who is no officer, the prosecutor, counsel."""

from __future__ import annotations

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.patterns import (
    COUNSEL,
    COURT_OFFICERS,
    COURT_PARTIES,
    LAWYERS,
    PROSECUTING,
    PROSECUTOR,
)
from service.speakers.coreference.pronouns import Choice
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import word_set
from service.speakers.names.patterns import DEFINITE_ARTICLE
from service.speakers.sources.forms import SourcePart

_CONFIDENCE = 0.7


def find_court_role(entities: Entities, part: SourcePart) -> Choice | None:
    """Return the one person who may have a role of a court case, None for other roles.

    Args:
        entities: The entities read so far.
        part: The part of the source with the role.
    """
    if part.mention:
        return None
    named = dict.fromkeys(
        entity
        for mention, entity in entities.named_before(part.span.start)
        if entity.entity_type is EntityType.PERSON
        and not mention.quoted
        and " " in entity.full_name
    )
    if part.head in COURT_PARTIES:
        fitting = [each for each in named if not offices_of(each) & COURT_OFFICERS]
        fitting = [each for each in fitting if not _is_other_relative(each)]
    elif part.head == PROSECUTOR:
        fitting = [each for each in named if _prosecutes(each)]
    elif part.head == COUNSEL and part.first_word in ("", DEFINITE_ARTICLE):
        fitting = [each for each in named if offices_of(each) & LAWYERS]
    else:
        return None
    return Choice(fitting[0], _CONFIDENCE) if len(fitting) == 1 else None


def offices_of(person: Entity) -> set[str]:
    """Return the titles and the nouns of all roles of a person, folded."""
    return person.titles | {role.head for role in person.roles}


def _prosecutes(person: Entity) -> bool:
    return any(
        role.head == PROSECUTOR or (role.head in LAWYERS and role.modifiers & PROSECUTING)
        for role in person.roles
    )


def _is_other_relative(person: Entity) -> bool:
    """Return whether somebody came in as another's relative: "his brother, John Roe"."""
    return any(role.head in word_set("relational_roles") for role in person.roles)
