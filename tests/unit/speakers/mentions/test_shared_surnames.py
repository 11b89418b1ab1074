"""Relatives who share a surname: a given name beside "his wife" gets it from a title."""

from __future__ import annotations

import pytest

NAMED = [
    (
        "{P:Ryan Webb} was ill. His mother {P:Joanne} came. <s1>Mrs {P:Webb}</s1>",
        "Joanne Webb",
    ),
    ("{P:Peter Webb} and his wife, {P:Anna}, came. <s1>Mrs {P:Webb}</s1>", "Anna Webb"),
    ("{P:Peter Webb}’s widow {P:Anna} came. <s1>Ms {P:Webb}</s1>", "Anna Webb"),
    (
        "{P:Peter Webb} and his late wife, {P:Anna}, ran it. <s1>Mr {P:Webb}</s1>",
        "Peter Webb",
    ),
    (
        "{P:Jean Webb} fell. Mrs {P:Webb} wept. Her son {P:Kevin}, 64, came. <s1>Mr {P:Webb}</s1>",
        "Kevin Webb",
    ),
    # The given name alone means the same person.
    (
        "{P:Peter Webb} and his wife {P:Anna} came. Mrs {P:Webb} sat. <s1>{P:Anna}</s1>",
        "Anna Webb",
    ),
    # The title does not rule out whose full name has the surname.
    ("{P:Peter Webb} and his son {P:Jan} came. <s1>Mr {P:Webb}</s1>", "Peter Webb"),
    (
        "{P:Peter Webb} and {P:Ruth Webb} came with his sister {P:Anna}. <s1>Mrs {P:Webb}</s1>",
        "Ruth Webb",
    ),
    # It fits two relatives, or the relative is another family's.
    (
        "{P:Peter Webb}, his daughter {P:Anna} and his wife {P:Ruth} came. <s1>Mrs {P:Webb}</s1>",
        "Webb",
    ),
    (
        "{P:Peter Webb} met {P:Carl Berg}. His wife {P:Anna} came, too. <s1>Mrs {P:Webb}</s1>",
        "Webb",
    ),
    # No title shows that she has his surname.
    ("{P:Peter Webb} and his wife {P:Anna} came. <s1>{P:Anna}</s1>", "Anna"),
    # The given name has another surname elsewhere.
    ("{P:Peter Webb} and his wife {P:Anna} came. <s1>{P:Anna Berg}</s1>", "Anna Berg"),
    (
        "{P:Anna Berg} met {P:Peter Webb}. His wife {P:Anna} left. <s1>Mrs {P:Webb}</s1>",
        "Webb",
    ),
]


@pytest.mark.parametrize(("marked", "expected"), NAMED)
def test_a_relative_has_the_surname_that_a_title_shows(names, marked, expected):
    assert names(f"{marked} said <q1>no</q1>.") == [[expected]]
