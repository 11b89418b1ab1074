"""Entities found by keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.speakers.coreference.entity import Entity
from service.speakers.coreference.entity_index import EntityIndex, keys_to_find, keys_to_store
from service.speakers.mentions.mention import EntityType
from service.speakers.names.name_match import NameMatch, is_misspelled, match_names
from service.speakers.names.person_names import parse_name

WORDS = st.one_of(
    st.sampled_from(["Ada", "Dan", "Daniel", "D.", "Rehn", "Moss", "Holder", "von", "Kim", "Jr."]),
    st.text("abe", min_size=4, max_size=7).map(str.capitalize),
)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


def entity(number: int) -> Entity:
    return Entity(number=number, entity_type=EntityType.PERSON)


def test_entities_come_in_the_order_of_the_text_and_once() -> None:
    index = EntityIndex()
    first, second = entity(0), entity(1)
    index.add(["moss", "dan"], second)
    index.add(["moss"], first)
    assert index.find(["dan", "moss"]) == [first, second]
    assert index.find(["rehn"]) == []


def test_of_many_entities_the_last_recorded_are_found() -> None:
    index = EntityIndex()
    entities = [entity(number) for number in range(100)]
    for each in entities:
        index.add(["moss"], each)
    index.add(["moss"], entities[3])
    found = index.find(["moss"])
    assert len(found) < 30
    assert found[0] is entities[3]
    assert found[-1] is entities[99]


@given(NAMES, NAMES)
def test_names_that_match_share_a_key(printed: str, other: str) -> None:
    short, full = parse_name(printed), parse_name(other)
    lone = len(short.words) == 1 and len(full.words) > 1
    pairs = ((short, full), (full, short))
    if any(match_names(*pair) is not NameMatch.NONE for pair in pairs) or (
        lone and is_misspelled(short, full)
    ):
        assert keys_to_find(short) & keys_to_store(full)
