"""Implicit sources: labels, signatures and datelines."""

from __future__ import annotations

import pytest

IMPLIED = [
    ("“<q1>Her work speaks for itself.</q1>” — Deputy Chair Leo Marsh", ["Leo Marsh"]),
    ("{P:Ida Falk} was asked.\n\nFALK: <q1>We will see.</q1>", ["Ida Falk"]),
    (
        "{P:Ida Falk} spoke to {O:The Herald}.\n\n"
        "<s1>Q</s1>: <q1>When?</q1>\n\n<s2>A</s2>: <q2>Soon.</q2>",
        ["Ida Falk"],
    ),
    (
        "{P:Ida Falk} met {P:Jan Bo}.\n\n<s1>A</s1>: <q1>Soon.</q1>",
        [],
    ),
    ("<s1>OSLO, May 4 (AP) — {P:Ada Rehn}</s1> said <q1>it was late</q1>.", ["Ada Rehn"]),
]


@pytest.mark.parametrize(("marked", "expected"), IMPLIED)
def test_labels_and_signatures_name_the_speaker(names, marked, expected):
    assert [name for one in names(marked) for name in one] == expected
