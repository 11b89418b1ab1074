"""Pronouns after two people that "and" joins."""

from __future__ import annotations

import pytest

HE = "“<q1>You are wrong,</q1>” <s1>he</s1> said."
PAIRS = [
    ("{P:John Cole} and {P:Peter Dunn} argued in the hall. ", []),
    ("Mr. {P:Cole} and Mr. {P:Dunn} argued in the hall. He was cross. ", []),
    # Of another gender, named again, or named by the words themselves.
    ("{P:John Cole} and {P:Anna Dunn} argued in the hall. ", ["John Cole"]),
    ("{P:John Cole} and {P:Peter Dunn} argued. {P:Dunn} shook his head. ", ["Peter Dunn"]),
    ("{P:John Cole} came. {P:Cole} and {P:Peter Dunn} argued. ", ["John Cole"]),
    # One the subject, the other not.
    ("{P:John Cole} argued with {P:Peter Dunn} in the hall. ", ["John Cole"]),
]


@pytest.mark.parametrize(("before", "speakers"), PAIRS)
def test_a_pronoun_names_one_of_two_only_where_something_tells(names, before, speakers):
    assert names(before + HE) == [speakers]


def test_a_person_named_in_the_words_does_not_speak_them(names):
    marked = "{P:John Cole} and {P:Peter Dunn} met.\n\n“<q1>{P:Dunn} lies,</q1>” <s1>he</s1> said."
    assert names(marked) == [["John Cole"]]
