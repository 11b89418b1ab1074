"""Words before the role of a named person are a body, also where an engine saw a person."""

import pytest

from service.speakers.mentions.detect import find_mentions
from service.speakers.mentions.mention import EntityType
from service.speakers.names.layout import read_layout
from tests.support.marked_article import extraction_of


def people_in(marked: str) -> set[str]:
    extraction = extraction_of(marked)
    layout = read_layout(extraction.document)
    return {
        mention.span.of(layout.text)
        for mention in find_mentions(layout, extraction.entities)
        if mention.entity_type is EntityType.PERSON
    }


CLUBS = [
    "Kil beat {P:Tobar Mhuire}. {P:Tobar Mhuire} boss {P:Gerry Forde} had no complaints.",
    "{P:Corran Ros} manager {P:Gerry Forde} had no complaints. {P:Corran Ros} lost.",
    "{P:Corran Ros} manager {P:Gerry Forde} had no complaints.",
]


@pytest.mark.parametrize("marked", CLUBS)
def test_a_club_before_its_manager_is_no_person(marked):
    assert people_in(marked) == {"Gerry Forde"}


PEOPLE = [
    ("{P:Oduya Roe} came. {P:Oduya Roe} lawyer {P:Gerry Forde} left. {P:Roe} stayed.", "Oduya Roe"),
    ("{P:Wang Roe} came. {P:Wang Roe} lawyer {P:Li Forde} left.", "Wang Roe"),
]


@pytest.mark.parametrize(("marked", "name"), PEOPLE)
def test_a_person_before_a_lawyer_stays_a_person(marked, name):
    assert name in people_in(marked)
