"""Capitals that name their governments, and people with such a name."""

from __future__ import annotations

import pytest

from service.speakers.speaker import SpeakerKind

CAPITALS = ["Beijing", "Moscow", "London", "Paris", "Washington", "Kyiv", "Pyongyang", "New Delhi"]
GROUP = [
    ("{P:Jack London} wrote. “<q1>I like dogs,</q1>” <s1>{P:London}</s1> said.", "Jack London"),
    ("{P:Paris Hilton} came. “<q1>Lovely,</q1>” <s1>{P:Paris}</s1> said.", "Paris Hilton"),
    ("Mr. {P:Washington} came. “<q1>No,</q1>” <s1>{P:Washington}</s1> said.", "Washington"),
    ("“<q1>No,</q1>” <s1>{P:Paris}</s1> said. She smiled.", "Paris"),
    ("“<q1>No,</q1>” <s1>{P:Paris}</s1> said as she left.", "Paris"),
    ("{P:Paris}, 12, loves ponies. “<q1>No,</q1>” <s1>{P:Paris}</s1> said.", "Paris"),
]
GOVERNMENTS = [
    # The pronoun refers to another person.
    "“<q1>No,</q1>” <s1>{P:Paris}</s1> said. The minister added that he was sorry.",
    "{P:Ada Rehn} came to {P:Paris}. “<q1>No,</q1>” <s1>{P:Paris}</s1> said. She smiled.",
    "“<q1>No, she is here,</q1>” <s1>{P:Paris}</s1> said.",
]


@pytest.mark.parametrize("capital", CAPITALS)
def test_a_capital_names_its_government(resolve, capital):
    found = resolve(f"“<q1>We oppose it,</q1>” <s1>{{P:{capital}}}</s1> said on Thursday.")[0]
    assert [(one.name, one.kind) for one in found.speakers] == [(capital, SpeakerKind.ORGANIZATION)]


@pytest.mark.parametrize(("marked", "person"), GROUP)
def test_a_person_of_a_capitals_name_is_a_person(resolve, marked, person):
    found = resolve(marked)[0]
    assert [(one.name, one.kind) for one in found.speakers] == [(person, SpeakerKind.PERSON)]


@pytest.mark.parametrize("marked", GOVERNMENTS)
def test_the_pronoun_of_another_person_is_no_evidence(resolve, marked):
    assert resolve(marked)[0].speakers[0].kind is SpeakerKind.ORGANIZATION
