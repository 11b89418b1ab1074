"""The former and the latter of two people."""

from __future__ import annotations

import pytest

PAIRS = [
    ("{P:Ada Rehn} met {P:Jan Bo}. <s1>The latter</s1> said <q1>no</q1>.", "Jan Bo"),
    ("{P:Ada Rehn} met {P:Jan Bo}. <s1>The former</s1> said <q1>no</q1>.", "Ada Rehn"),
    ("When {P:Ada Rehn} met {P:Jan Bo}, <s1>the latter</s1> said <q1>no</q1>.", "Jan Bo"),
    ("{P:Ada Rehn} met {P:Jan Bo}. It rained. <s1>The latter</s1> said <q1>no</q1>.", None),
    ("{P:Ada Rehn}, {P:Jan Bo} and {P:Eva Holt} met. <s1>The latter</s1> said <q1>no</q1>.", None),
    ("{P:Ada Rehn} spoke. <s1>The latter</s1> said <q1>no</q1>.", None),
]


@pytest.mark.parametrize(("marked", "name"), PAIRS)
def test_a_pair_word_means_one_of_the_two_people_named_last(names, marked, name):
    assert names(marked) == [[name] if name else []]
