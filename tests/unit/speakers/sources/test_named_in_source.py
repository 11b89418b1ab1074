"""Names that follow a description of the speaker."""

from __future__ import annotations

import pytest

NAMED = [
    "“<q1>No,</q1>” said <s1>a resident named {P:Ana Reh}</s1>.",
    "“<q1>No,</q1>” said <s1>a woman who identified herself only as {P:Ana Reh}</s1>.",
    "<s1>A seller, who gave her name as {P:Ana Reh}</s1>, said <q1>no</q1>.",
    "<s1>One victim, known only as {P:Ana Reh}</s1>, said <q1>no</q1>.",
    "<s1>A student, who gave her surname as {P:Ana Reh}</s1>, said <q1>no</q1>.",
    "<s1>A neighbour, identified only as Mdm {P:Ana Reh}</s1>, said <q1>no</q1>.",
    "<s1>Counsel to the governor, {P:Ana Reh SAN}</s1>, said <q1>no</q1>.",
    "<s1>Advocate {P:Ana Reh} SC, for the city</s1>, said <q1>no</q1>.",
    "<s1>Speaker (acting) {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>Deputy commissioner (crime branch) {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>Deputy chief of police (traffic) {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>Additional secretary (health) Dr {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>Shadow Minister for {O:Early Learning} {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>The woman who found the bomb, {P:Ana Reh}</s1>, said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", NAMED)
def test_a_description_may_end_on_the_name(names, marked):
    assert names(marked) == [["Ana Reh"]]


UNNAMED = [
    "“<q1>No,</q1>” said <s1>the father of a boy named {P:Ana Reh}</s1>.",
    "<s1>A spokesman for President {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>A brother of the inspector (traffic) {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>An aide to the secretary (health) {P:Ana Reh}</s1> said <q1>no</q1>.",
    "<s1>A lawyer for Mayor {P:Ana Reh}</s1> said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", UNNAMED)
def test_the_name_of_another_person_in_it_is_not_the_speaker(names, marked):
    assert ["Ana Reh"] not in names(marked)


def test_an_organization_may_follow_its_description(names):
    marked = "<s1>The group that owns the pier, {O:North Quay}</s1>, said <q1>no</q1>."
    assert names(marked) == [["North Quay"]]
