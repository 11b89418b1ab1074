"""Two that are named in one breath: a pronoun after "Roe and Bo argued" tells neither apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, Position
from service.speakers.coreference.salience import MAX_POSITIONS
from service.speakers.mentions.mention import EntityType
from service.text.spans import Span

_AND = re.compile(r",?\s+(?:and|&|or)\s+(?:the\s+|his\s+|her\s+)?(?:[A-Z][\w.]*\s+){0,3}")


def is_one_of_pair(
    entities: Entities, entity: Entity, *, offset: int, content: Sequence[Span] = ()
) -> bool:
    """A cast, whom a pronoun is taken for, its place -> whether another fits it just as well.

    That one is of the same gender and was last named beside him ("Roe and Bo argued"), the text
    has spoken of both as often and let neither speak, and the words themselves name neither.
    """
    latest: dict[int, Position] = {}
    for position in entities.positions.before(offset, MAX_POSITIONS):
        latest.setdefault(position.entity.number, position)
    own = latest.get(entity.number)
    if own is None or entity.entity_type is not EntityType.PERSON or own.is_anaphor:
        return False
    told = {number for number, _ in entities.speakers_before(offset)}
    named = {
        position.entity.number for span in content for position in entities.positions.within(span)
    }
    rivals = [
        position.entity
        for position in latest.values()
        if position.entity is not entity
        and position.sentence == own.sentence
        and _fits_alike(position, own, offset)
        and _are_joined(entities, own, position)
    ]
    return any(not {entity.number, rival.number} & (told | named) for rival in rivals)


def _fits_alike(position: Position, own: Position, offset: int) -> bool:
    rival, entity = position.entity, own.entity
    return (
        rival.entity_type is EntityType.PERSON
        and not (position.is_anaphor or position.possessive or own.possessive)
        and rival.gender is entity.gender
        and rival.count_before(offset) == entity.count_before(offset)
    )


def _are_joined(entities: Entities, *positions: Position) -> bool:
    """Whether nothing but "and" and titles part the names that stand at traces."""
    spans = [
        next(
            (m.span for m in reversed(position.entity.mentions) if m.span.start == position.offset),
            None,
        )
        for position in sorted(positions, key=lambda position: position.offset)
    ]
    return all(
        one is not None
        and other is not None
        and _AND.fullmatch(entities.layout.text, one.end, other.start)
        for one, other in pairwise(spans)
    )
