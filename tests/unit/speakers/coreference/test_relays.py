"""Relays: the entity that passed on the words of another."""

from __future__ import annotations

import pytest

RELAYS = [
    ("“<q1>No,</q1>” <s1>{P:Ada Rehn}</s1> said, according to {O:CNBC}.", 0, "CNBC"),
    ("“<q1>No,</q1>” <s1>the insider</s1> told the {O:Washington Times}.", 0, "Washington Times"),
    (
        "<s1>{P:Eva Lind}</s1> said that "
        "<q1><s2>{P:Jan Bo}</s2> told her <q2>it was late</q2></q1>.",
        1,
        "Eva Lind",
    ),
    ("<s1>{P:Jan Bo}</s1>, according to {P:Eva Lind}, said “<q1>no</q1>”.", 0, "Eva Lind"),
    ("<s1>{P:Jan Bo}</s1>, as {P:Eva Lind} tells it, said “<q1>no</q1>”.", 0, "Eva Lind"),
    ("{P:Eva Lind} quoted <s1>{P:Jan Bo}</s1>: “<q1>No.</q1>”", 0, "Eva Lind"),
    ("“<q1>No,</q1>” <s1>{P:Ada Rehn}</s1> said.", 0, None),
]


@pytest.mark.parametrize(("marked", "number", "via"), RELAYS)
def test_a_relay_is_not_the_speaker(resolve, marked, number, via):
    resolution = resolve(marked)[number]
    assert (resolution.via.name if resolution.via else None) == via


def test_a_role_inside_a_report_is_not_the_one_who_reports(names):
    marked = (
        "<s1>{P:Eva Lind}</s1> said that <q1><s2>the referee</s2> called her <q2>a cheat</q2></q1>."
    )

    assert names(marked)[1] == ["the referee"]
