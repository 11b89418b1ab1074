"""A pronoun does not refer to a name after it in its clause."""

from __future__ import annotations

import pytest

SPOKE = [
    (
        "{P:Hilda Falk} has a word for {P:Dan Moss}. "
        "<s1>The candidate</s1> blasted <q1>{P:Moss}'s idea</q1>.",
        ["Hilda Falk"],
    ),
    (
        "{P:Eva Holt} fought {P:Ada Rehn}. In May <s1>the governor</s1> attacked {P:Ada Rehn} over "
        "<q1>her lines</q1>.",
        ["Eva Holt"],
    ),
    ("{P:Dan Moss} met {P:Jan Bo}. <s1>He</s1> said <q1>{P:Bo} was late</q1>.", ["Dan Moss"]),
    # Past "that" reporters name the speaker again, and "while he" may look ahead.
    ("{P:Dan Moss} came. <s1>He</s1> says <q1>that {P:Moss}'s bus was late</q1>.", ["Dan Moss"]),
    # Evidence against one person is no evidence for another.
    ("{P:Dan Moss} came. <s1>He</s1> called <q1>anti-{P:Moss} voters “thugs”</q1>.", ["Dan Moss"]),
]


@pytest.mark.parametrize(("marked", "expected"), SPOKE)
def test_a_pronoun_is_not_the_name_after_it_in_its_clause(names, marked, expected):
    assert names(marked) == [expected]
