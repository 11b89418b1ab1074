"""Roles, titles and genders that only the form of the text shows."""

from __future__ import annotations

import pytest

BESIDE_NAMES = [
    (
        "The club's {word}, Mr {{P:Jan Bo}}, came. “<q1>No,</q1>” <s1>the {word}</s1> said.",
        "Jan Bo",
    ),
    (
        "{{P:Jan Bo}}, a {word} on the canal, came. “<q1>No,</q1>” <s1>the {word}</s1> said.",
        "Jan Bo",
    ),
    ("The {word} of Ems, {{P:Jan Bo}}, came. “<q1>No,</q1>” <s1>the {word}</s1> said.", "Jan Bo"),
]
CLAUSES = [
    ("leads the opposition", "the opposition leader"),
    ("has coached the team", "the coach"),
    ("chairs the board", "the chairman"),
    ("farms near Ems", "the farmer"),
]
TITLES = [
    "{P:Verger Ada Roe} came. The verger left. “<q1>No,</q1>” <s1>{P:Verger Roe}</s1> said.",
    "{P:Kumu Ada Lani Roe} came. {P:Kumu Roe} left. “<q1>No,</q1>” <s1>{P:Roe}</s1> said.",
]


@pytest.mark.parametrize(("marked", "name"), BESIDE_NAMES)
@pytest.mark.parametrize("word", ["secretary", "lock-keeper", "wayfinder", "sexton"])
def test_a_noun_beside_a_name_is_a_role(names, marked, name, word):
    assert names(marked.format(word=word)) == [[name]]


@pytest.mark.parametrize(("clause", "role"), CLAUSES)
def test_what_a_person_does_is_a_role(names, clause, role):
    found = names(f"{{P:Jan Bo}}, who {clause}, came. “<q1>No,</q1>” <s1>{role}</s1> said.")
    assert found == [["Jan Bo"]]


@pytest.mark.parametrize("marked", TITLES)
def test_a_title_that_no_list_holds_is_no_part_of_a_name(names, marked):
    (found,) = names(marked)
    assert found in (["Ada Roe"], ["Ada Lani Roe"])


def test_who_speaks_of_itself_as_she_is_not_meant_by_he(names):
    marked = (
        "{P:Tove Zy} met {P:Uli Quor}. “<q1>Late,</q1>” <s1>he</s1> said. "
        "{P:Zy} said she would wait. {P:Quor} said he would not."
    )
    assert names(marked) == [["Uli Quor"]]


def test_two_of_one_surname_show_no_gender(names):
    marked = (
        "{P:Tuvok Zy} and {P:Uli Zy} came. {P:Uli Zy} said she would wait. "
        "“<q1>Late,</q1>” <s1>{P:Tuvok Zy}</s1> said. “<q2>Very,</q2>” <s2>he</s2> said."
    )
    assert names(marked)[1] == ["Tuvok Zy"]


def test_a_role_of_the_narrative_is_whom_the_pronoun_means(names):
    marked = (
        "Judge {P:Ada Roe} heard Sheriff {P:Eva Lind}. {P:Lind} had found him. "
        "In court the judge set bail. “<q1>Go,</q1>” <s1>she</s1> told him."
    )
    assert names(marked) == [["Ada Roe"]]
