"""Resolve people by their relation to another: "his sister" is she whose brother he is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.patterns import OWNED_RELATION, PRONOUN_GENDERS, RECIPROCALS
from service.speakers.coreference.pronouns import Choice
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import Gender, fold_word, word_genders
from service.speakers.sources.forms import SourcePart
from service.text.spans import Span

_CONFIDENCE = 0.75
_DISTANCE = 3000
"""How many code points before a source its relation is looked for."""
_LONGEST_TITLE = 16
"""How many code points after a relation its name begins at the latest."""
_POSITIONS_BACK = 12


def find_by_relation(entities: Entities, part: SourcePart) -> Choice | None:
    """Return the person whom "his sister" or "his client" means, by the relation seen from there.

    The text prints "Jane Roe ... Her brother, John Roe": then his sister is Jane Roe. The answer
    is None where two people fit.

    Args:
        entities: The entities read so far.
        part: The part of the source; its first word is the owner.
    """
    owner = PRONOUN_GENDERS.get(part.first_word)
    relations = RECIPROCALS.get(part.head)
    if owner is None or relations is None:
        return None
    gender = word_genders("roles").get(part.head)
    found = set(_owners(entities, relations, owner, part.span.start))
    fitting = [
        each
        for each in found
        if each.full_name and (gender is None or each.gender in (gender, None))
    ]
    return Choice(fitting[0], _CONFIDENCE) if len(fitting) == 1 else None


def _owners(
    entities: Entities, relations: frozenset[str], owner: Gender, offset: int
) -> Iterator[Entity]:
    """Yield whose relatives of some kinds the text mentions, where these fit a pronoun."""
    layout = entities.layout
    start = max(0, offset - _DISTANCE)
    for found in OWNED_RELATION.finditer(layout.text, start, offset):
        if fold_word(found["relation"]) not in relations or layout.is_quoted(found.start()):
            continue
        near = Span(found.end(), found.end() + _LONGEST_TITLE)
        named = [each.entity for each in entities.positions.within(near) if each.name]
        if named and named[0].gender not in (owner, None):
            continue
        of = _owner(entities, found)
        if of is not None and of not in named:
            yield of


def _owner(entities: Entities, relation: re.Match[str]) -> Entity | None:
    """Return the person before a relation: by a possessive name, or whom a pronoun means."""
    before = entities.positions.before(relation.start(), _POSITIONS_BACK)
    people = [
        each for each in before if each.entity.entity_type is EntityType.PERSON and not each.quoted
    ]
    if relation["pronoun"] is None:
        named = (each for each in people if each.name and each.name.end == relation.start())
        return next((each.entity for each in named), None)
    gender = PRONOUN_GENDERS[fold_word(relation["pronoun"])]
    return next((each.entity for each in people if each.entity.gender in (gender, None)), None)
