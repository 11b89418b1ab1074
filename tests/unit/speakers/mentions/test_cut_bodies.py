"""A body of two kinds of people is one body, also where an engine saw its last part alone."""

import pytest

ONE_BODY = [
    ("The Farmers and {O:Growers Union} said <q1>rain was late</q1>.", "Farmers and Growers Union"),
    ("The Pilots & {O:Engineers Guild} said <q1>it was old</q1>.", "Pilots & Engineers Guild"),
    (
        "The Fishermen’s and {O:Boatmen’s Association} said <q1>it was shut</q1>.",
        "Fishermen's and Boatmen's Association",
    ),
    (
        "The {O:Garment Workers}’ {O:Solidarity Front} said <q1>it was shut</q1>.",
        "Garment Workers' Solidarity Front",
    ),
    ("The Hawkers’ {O:Unity Platform} said <q1>no</q1>.", "Hawkers' Unity Platform"),
    (
        "The {O:Rural Nurses}’ and {O:Midwives’ Guild} said <q1>nobody came</q1>.",
        "Rural Nurses' and Midwives' Guild",
    ),
]


def with_source(sentence: str) -> str:
    source, _, rest = sentence.partition(" said ")
    return f"<s1>{source}</s1> said {rest}"


@pytest.mark.parametrize(("sentence", "name"), ONE_BODY)
def test_two_kinds_of_people_with_one_article_are_one_body(names, sentence, name):
    assert names(with_source(sentence)) == [[name]]


TWO = [
    "Farmers and the {O:Growers Union} said <q1>rain was late</q1>.",
    "The farmers and {O:Growers Union} said <q1>rain was late</q1>.",
    "The Governors and {O:Acme Union} said <q1>rain was late</q1>.",
]


@pytest.mark.parametrize("sentence", TWO)
def test_people_in_small_letters_or_without_the_article_stand_beside_it(names, sentence):
    (found,) = names(with_source(sentence))
    assert all(" and " not in (name or "") for name in found)


APPOSED = [
    "<s1>The {O:New Hope} for Lorn Youth, a pressure group</s1>, said <q1>it was late</q1>.",
    "<s1>{O:New Hope for Lorn} Youth, the youth charity</s1>, said <q1>it was late</q1>.",
    "<s1>New Hope for Lorn Youth, a group that meets in Lorn</s1>, said <q1>it was late</q1>.",
]


@pytest.mark.parametrize("marked", APPOSED)
def test_a_name_in_capitals_that_is_called_a_group_is_one_body(names, marked):
    assert names(marked) == [["New Hope for Lorn Youth"]]


def test_a_person_with_a_role_in_a_company_is_none(names):
    marked = "<s1>{P:Ada Roe}, a company director</s1>, said <q1>it was late</q1>."
    assert names(marked) == [["Ada Roe"]]
    marked = "<s1>Residents of {L:Lorn}, a company town</s1>, said <q1>it was late</q1>."
    assert names(marked) != [["Residents of Lorn"]]
