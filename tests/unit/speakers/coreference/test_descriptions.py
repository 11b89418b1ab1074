"""Organisations and people that a description means."""

from __future__ import annotations

import pytest

SPOKE = [
    # Described by another noun than the name's.
    ("{O:Volta Motors} lost. <s1>The carmaker</s1> said <q1>no</q1>.", "Volta Motors"),
    ("{O:Norvik Bank} lost. <s1>The lender</s1> said <q1>no</q1>.", "Norvik Bank"),
    (
        "The {O:Harbour Watch}, a division of the navy, came. <s1>The agency</s1> "
        "said <q1>no</q1>.",
        "Harbour Watch",
    ),
    ("{O:Acme} grew. <s1>The tech giant</s1> said <q1>no</q1>.", "Acme"),
    ("{O:Twitter} grew. <s1>The company</s1> said <q1>no</q1>.", "Twitter"),
    # Named before a verb whose object is another body.
    (
        "The {O:Ministry of Health} met {O:Acme}. <s1>The ministry</s1> said <q1>no</q1>.",
        "Ministry of Health",
    ),
    (
        "{O:Environment Agency} staff met {O:Acme}. <s1>The agency</s1> said <q1>no</q1>.",
        "Environment Agency",
    ),
    (
        "The mining company {O:Northvein} met {O:Acme}. <s1>The company</s1> said <q1>no</q1>.",
        "Northvein",
    ),
    (
        "The watchdog {O:Ofwat} fined {O:Thames Water}. <s1>The watchdog</s1> said <q1>no</q1>.",
        "Ofwat",
    ),
    # Named whole where the engine saw a part.
    (
        "<s1>{O:Immigration} and Customs Enforcement</s1> said <q1>no</q1>.",
        "Immigration and Customs Enforcement",
    ),
    # A state's bodies.
    (
        "{L:Norway}'s foreign ministry wrote to {O:Acme}. “<q1>No,</q1>” <s1>the "
        "ministry</s1> said.",
        "Norway's foreign ministry",
    ),
    (
        "{P:Ada Rehn} came. <s1>The {O:Rehn} campaign</s1> said <q1>no</q1>.",
        "Rehn campaign",
    ),
    ("<s1>the {O:Kremlin}</s1> said <q1>no</q1>.", "Kremlin"),
    # Named before what it is apposed to.
    (
        "Even {L:Norway}, <s1>{L:Denmark}'s only ally and its partner</s1>, said <q1>no</q1>.",
        "Norway",
    ),
    # A word that only stresses or times the pronoun.
    ("{O:The Times} wrote. “<q1>No,</q1>” <s1>it further</s1> wrote.", "The Times"),
]


@pytest.mark.parametrize(("marked", "body"), SPOKE)
def test_an_organization_is_named_by_its_name(names, marked, body):
    assert names(marked) == [[body]]


def test_a_person_in_a_place_is_not_the_place(names):
    assert names("In {L:Norway}, <s1>an old ally</s1>, said <q1>no</q1>.") == [[None]]


@pytest.mark.parametrize(
    "marked",
    [
        "The company met {O:Northvein} and {O:Acme}. <s1>The company</s1> said <q1>no</q1>.",
        "The council fined {O:Northvein}. <s1>The council</s1> said <q1>no</q1>.",
        "A charity sued {O:Northvein}. <s1>The charity</s1> said <q1>no</q1>.",
        "A judge jailed {P:Dan Moss}. <s1>The judge</s1> said <q1>no</q1>.",
    ],
)
def test_the_object_of_a_verb_is_not_its_subject(names, marked):
    assert names(marked)[0] in ([], ["The judge"])


def test_neither_company_is_one_of_them(names):
    marked = "{O:Acme} and {O:Volta} met. <s1>Neither company</s1> said <q1>a word</q1>."
    assert names(marked) == [[None]]


def test_the_republican_is_one_person(names):
    marked = (
        "Sen. {P:Jan Bo} (R-Utah) met Sen. {P:Eva Holt} (D-Ohio).\n\n"
        "<s1>the {M:Utah Republican}</s1> said <q1>no</q1>."
    )
    assert names(marked) == [["Jan Bo"]]


def test_my_father_is_no_name(names):
    assert names("“<q1>No,</q1>” <s1>my father</s1> often said.") == [[None]]


def test_a_role_and_the_name_after_it_are_one_person(names):
    marked = "<s1>their old friend, international businessman {P:Tom Rehn}</s1>, said <q1>no</q1>."
    assert names(marked) == [["Tom Rehn"]]


def test_a_role_and_the_office_after_it_are_one_person(names):
    marked = "<s1>the other rival, former Secretary of State {P:Eva Rehn}</s1>, said <q1>no</q1>."
    assert names(marked) == [["Eva Rehn"]]


def test_a_name_in_a_clause_about_the_role_does_not_have_the_role(names):
    marked = "<s1>a reporter, who worked for Mr. {P:Rehn}</s1>, said <q1>no</q1>."
    assert names(marked) == [[None]]


ANOTHER = [
    "Striker {P:Jan Bo} was sent off. “<q1>No,</q1>” <s1>the referee</s1> said.",
    "Teacher {P:Jan Bo} was suspended. “<q1>No,</q1>” <s1>the pupil</s1> said.",
    "A nurse came. A farmer, Mr. {P:Bo}, stopped. “<q1>No,</q1>” <s1>the nurse</s1> said.",
]


@pytest.mark.parametrize("marked", ANOTHER)
def test_a_role_is_not_a_person_with_another_role(resolve, marked):
    (resolution,) = resolve(marked)
    assert [speaker.kind.value for speaker in resolution.speakers] == ["anonymous"]


def test_a_person_may_have_a_role_beside_a_profession(names):
    marked = "Senator {P:Jan Bo} lost. “<q1>No,</q1>” <s1>the candidate</s1> said."
    assert names(marked) == [["Jan Bo"]]
