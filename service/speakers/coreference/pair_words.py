"""Resolve "the former" and "the latter": the two people named last."""

from __future__ import annotations

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.mentions.mention import EntityType
from service.text.spans import Span

_LATTER = "latter"
_SENTENCES_BACK = 2


def find_one_of_pair(entities: Entities, source: Span) -> Entity | None:
    """Return the person whom "the former" or "the latter" means, None where that is not sure.

    The pair is the two people that this sentence, or else the one before it, names before the
    source. Where a sentence names a third person, the answer is None.

    Args:
        entities: The entities read so far.
        source: The span of "the former" or "the latter".
    """
    layout = entities.layout
    here = layout.sentence_at(source.start)
    for number in range(here, max(-1, here - _SENTENCES_BACK), -1):
        within = Span(layout.sentences[number].start, source.start)
        people = _people_named(entities, within)
        if len(people) > 1:
            latter = source.of(layout.text).casefold().endswith(_LATTER)
            return people[latter] if len(people) == 2 else None
    return None


def _people_named(entities: Entities, span: Span) -> list[Entity]:
    positions = entities.positions.within(span)
    people = (
        position.entity
        for position in positions
        if not (position.is_anaphor or position.quoted)
        and position.entity.entity_type is EntityType.PERSON
    )
    return list(dict.fromkeys(people))
