"""The speaker of a lead whom the next words name."""

from __future__ import annotations

import pytest

LEADS = [
    # The same office before the name.
    (
        "<s1>The fire chief</s1> said <q1>no</q1>.\n\n"
        "Chief <s2>{P:Ada Roe}</s2> said <q2>yes</q2>.",
        "Ada Roe",
    ),
    # No role beside the name.
    (
        "<s1>The auditor general</s1> said <q1>no</q1>.\n\n<s2>{P:Ada Roe}</s2> said <q2>yes</q2>.",
        "Ada Roe",
    ),
    (
        "<s1>A head teacher</s1> said <q1>no</q1>.\n\n"
        "<s2>Lund school head teacher {P:Ada Roe}</s2> said <q2>yes</q2>.",
        "Ada Roe",
    ),
]


@pytest.mark.parametrize(("marked", "name"), LEADS)
def test_the_next_speaker_may_be_the_role_of_the_lead(names, marked, name):
    assert names(marked) == [[name], [name]]


OTHERS = [
    # Another office, a person who is introduced, a role that many people have.
    "<s1>The head of the union</s1> said <q1>no</q1>.\n\n"
    "<s2>Foreign minister {P:Ada Roe}</s2> said <q2>yes</q2>.",
    "<s1>The mayor</s1> said <q1>no</q1>.\n\n"
    "<s2>{P:Ada Roe}, whose car was hit,</s2> said <q2>yes</q2>.",
    "<s1>A resident</s1> said <q1>no</q1>.\n\n<s2>{P:Ada Roe}</s2> said <q2>yes</q2>.",
    "<s1>The spokesman</s1> said <q1>no</q1>.\n\n<s2>{P:Ada Roe}</s2> said <q2>yes</q2>.",
]


@pytest.mark.parametrize("marked", OTHERS)
def test_another_person_is_not_the_role_of_the_lead(resolve, marked):
    lead = resolve(marked)[0]
    assert all(speaker.kind.value == "anonymous" for speaker in lead.speakers)
