"""Words before the role of a named person are a body, also where an engine saw a person."""

import pytest

CLUBS = [
    "{P:Tobar Vale} lost. {P:Tobar Vale} boss {P:Gerry Forde} came. <s1>He</s1> said <q1>no</q1>.",
    "{P:Corran Ros} manager {P:Gerry Forde} came. <s1>He</s1> said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", CLUBS)
def test_a_club_before_its_manager_is_no_person(names, marked):
    assert names(marked) == [["Gerry Forde"]]


PEOPLE = [
    "{P:Oduya Roe} came with {P:Oduya Roe} lawyer {P:Gerry Forde}. <s1>{P:Roe}</s1> said <q1>no</q1>.",
    "{P:Wang Roe} came with {P:Wang Roe} lawyer {P:Li Forde}. <s1>{P:Wang Roe}</s1> said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", PEOPLE)
def test_a_person_before_a_lawyer_stays_a_person(resolve, marked):
    ((speaker,),) = (resolution.speakers for resolution in resolve(marked))
    assert speaker.kind == "person"
