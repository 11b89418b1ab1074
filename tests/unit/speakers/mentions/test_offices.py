"""Offices that the text itself shows: in other languages, abbreviated, and with a field."""

from __future__ import annotations

import pytest

HELD = [
    # The word of "the lonko" is no part of the name before which it stands.
    ("{P:Lonko Ana Reh} came. <s1>The lonko</s1> said <q1>no</q1>.", "Ana Reh"),
    ("{P:Lonko} {P:Ana Reh} came. <s1>The {P:Lonko}</s1> said <q1>no</q1>.", "Ana Reh"),
    ("{P:Lonko} (mayor) {P:Ana Reh} came. <s1>The {P:Lonko}</s1> said <q1>no</q1>.", "Ana Reh"),
    ("The custos of Sand, {P:Ana Reh}, came. <s1>The custos</s1> said <q1>no</q1>.", "Ana Reh"),
    ("{P:Ana Reh}, custos of Sand, came. <s1>The custos</s1> said <q1>no</q1>.", "Ana Reh"),
    ("{P:Natal QRX Ana Reh} came. <s1>The {O:QRX}</s1> said <q1>no</q1>.", "Ana Reh"),
    # An acronym is held by the person whose printed office it abbreviates.
    ("Chief Minister {P:Ana Reh} came. <s1>The {P:CM}</s1> said <q1>no</q1>.", "Ana Reh"),
    (
        "Inspector General of Police {P:Ana Reh} came. <s1>The {O:IGP}</s1> said <q1>no</q1>.",
        "Ana Reh",
    ),
    # A field before a name belongs to the office.
    ("<s1>Minister of State {P:Yeo Siew Hwa}</s1> said <q1>no</q1>.", "Yeo Siew Hwa"),
    ("<s1>Minister for {P:Trade Koh Lay Tin}</s1> said <q1>no</q1>.", "Koh Lay Tin"),
    ("<s1>Ambassador to the {P:United Realms Ana Reh}</s1> said <q1>no</q1>.", "Ana Reh"),
    ("<s1>Minister for {O:Home Affairs K Reh}</s1> said <q1>no</q1>.", "K Reh"),
    ("<s1>Commissioner for {O:Fish} and {P:Game Ana Reh}</s1> said <q1>no</q1>.", "Ana Reh"),
]


@pytest.mark.parametrize(("marked", "name"), HELD)
def test_an_office_is_held_by_the_person_beside_it(names, marked, name):
    assert names(marked) == [[name]]


def test_an_agency_beside_an_office_keeps_its_name(names):
    marked = "{O:Fund for Birds} director {P:Ana Reh} came. <s1>The {O:FFB}</s1> said <q1>no</q1>."
    assert ["Ana Reh"] not in names(marked)


def test_a_first_name_that_is_known_is_no_office(names):
    marked = (
        "{P:Ada Reh} left the ship. The Ada, it seems, sank. <s1>{P:Reh}</s1> said <q1>no</q1>."
    )
    assert names(marked) == [["Ada Reh"]]


SHARED = [
    "Judges {P:Ina Lo} and {P:Ana May Reh} sat. <s1>Judge {P:Reh}</s1> said <q1>no</q1>.",
    "The judges: {P:Bo Ek} and {P:Ana May Reh}. <s1>Judge {P:Reh}</s1> said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", SHARED)
def test_the_people_of_a_list_share_its_role(names, marked):
    assert names(marked) == [["Ana May Reh"]]


ALWAYS_WITH_ARTICLE = [
    "The {P:Lonko} came. <s1>The {P:Lonko}</s1> said <q1>no</q1>.",
    "{P:Ana Reh} sat with the {P:Custos}. <s1>The {P:Custos}</s1> said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", ALWAYS_WITH_ARTICLE)
def test_a_word_that_always_has_an_article_is_no_name(names, marked):
    assert not any(names(marked)[0])


def test_a_word_that_stands_without_an_article_too_is_a_name(names):
    marked = "{P:Lonko} sat. <s1>The {P:Lonko}</s1> said <q1>no</q1>."
    assert names(marked) == [["Lonko"]]
