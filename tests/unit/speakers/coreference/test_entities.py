"""Mentions gathered into entities."""

from __future__ import annotations

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.ranker import load_ranker
from service.speakers.mentions.detect import find_mentions
from service.speakers.names.layout import read_layout
from service.speakers.names.lexicon import Gender
from tests.support.marked_article import extraction_of


def entities_of(marked: str) -> tuple[Entities, list[Entity | None]]:
    extraction = extraction_of(marked)
    layout = read_layout(extraction.document)
    entities = Entities(layout, ranker=load_ranker())
    return entities, [entities.add(m) for m in find_mentions(layout, extraction.entities)]


def test_a_short_name_joins_the_full_name() -> None:
    entities, found = entities_of("{P:Ada Rehn} met {P:Dan Moss}. Ms. {P:Rehn} left.")
    assert found[0] is found[2]
    assert [entity.full_name for entity in entities.known] == ["Ada Rehn", "Dan Moss"]


def test_the_most_complete_name_is_kept() -> None:
    entities, _ = entities_of("{P:Rehn} left. {P:Ada Rehn} came back.")
    (entity,) = entities.known
    assert entity.full_name == "Ada Rehn"
    assert entity.gender is Gender.FEMALE


def test_an_anaphor_and_a_speaker_are_recorded() -> None:
    entities, (entity,) = entities_of("{P:Ada Rehn} left. She spoke.")
    assert entity is not None
    offset = entities.layout.text.index("She")
    entities.add_anaphor(entity, offset)
    entities.add_speaker(entity, offset)
    assert [p.is_anaphor for p in entities.positions.before(offset + 1, 5)] == [True, False]
    assert entities.speakers_before(offset + 1) == [(entity.number, 0)]
    assert entity.count_before(offset) == 1


def test_names_before_an_offset_come_nearest_first() -> None:
    entities, found = entities_of("{P:Ada Rehn} met {P:Dan Moss}, then {P:Eva Holt}.")
    offset = entities.layout.text.index("then")
    assert [entity for _, entity in entities.named_before(offset)] == [found[1], found[0]]


def test_one_role_printed_often_is_kept_once() -> None:
    entities, _ = entities_of("The mayor, {P:Ada Rehn}, left. Mayor {P:Ada Rehn} came back.")
    (entity,) = entities.known
    assert len(entity.roles) == len(set(entity.roles))
