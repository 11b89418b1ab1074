"""Names are given on evidence: what is only near a source does not name its speaker."""

from __future__ import annotations

import pytest

ON_EVIDENCE = [
    # The name beside a document is its maker's, or it is not.
    ("a poll by {O:Acme Research} found <q1>no change</q1>, <s1>the poll</s1> said.", []),
    ("<s1>a poll by {O:Acme Research}</s1> found <q1>no change</q1>.", ["Acme Research"]),
    ("<s1>polls in {L:Lisbon}</s1> show <q1>no change</q1>.", []),
    ("<s1>a {L:Foreign} Ministry readout</s1> said <q1>no</q1>.", ["Foreign Ministry"]),
    (
        "{O:Acme Research} published a survey. It drew on {L:Lisbon}. <s1>The survey</s1> "
        "said <q1>no</q1>.",
        ["Acme Research"],
    ),
    (
        "A survey was read in {L:Lisbon} by many. <s1>The survey</s1> said <q1>no</q1>.",
        [],
    ),
    # A relative pronoun stands for what is right before it.
    ("{P:Ada Rehn} ({M:D}-Ohio), <s1>who</s1> said <q1>it was over</q1>, left.", ["Ada Rehn"]),
    ("{P:Ada Rehn} drew support from those <s1>who</s1> said <q1>it was over</q1>.", []),
    # The engine cut the source off beside the name.
    ("{P:Ada Rehn}, <s1>a harbour spokeswoman</s1>, said <q1>no</q1>.", ["Ada Rehn"]),
    ("<s1>The harbour's spokeswoman</s1> {P:Ada Rehn} said <q1>no</q1>.", ["Ada Rehn"]),
    ("{P:Ada Rehn} left. <s1>A harbour spokeswoman</s1> said <q1>no</q1>.", [None]),
    # Nobody called somebody so.
    ("{P:Jan Bo} left. <s1>one Latino conservative</s1> said <q1>no</q1>.", [None]),
    (
        "<s1>{O:The Morning Post}</s1> said <q1>yes</q1>. <s2>They</s2> said <q2>no</q2>.",
        ["The Morning Post"],
    ),
    # A report is the newspaper's where the newspaper has spoken.
    (
        "<s1>{O:The Morning Post}</s1> said <q1>yes</q1>. <s2>The report</s2> said <q2>no</q2>.",
        ["The Morning Post", "The Morning Post"],
    ),
    ("LISBON ({O:Reuters}). <s1>The report</s1> said <q1>no</q1>.", []),
    # What several people are is no name.
    ("<s1>{P:Spokesmen}</s1> said <q1>no</q1>.", [None]),
]


@pytest.mark.parametrize(("marked", "expected"), ON_EVIDENCE)
def test_a_name_is_given_on_evidence(names, marked, expected):
    assert [name for one in names(marked) for name in one] == expected


FORMS = [
    "<s1>{P:Ada Rehn}</s1> said <q1>no</q1>.",
    "{P:Ada Rehn} left. <s1>She</s1> said <q1>no</q1>.",
    "<s1>Critics</s1> said <q1>no</q1>.",
    "<s1>one official</s1> said <q1>no</q1>.",
    "<s1>Then it</s1> said <q1>no</q1>.",
    "<s1>a poll by {O:Acme Research}</s1> said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", FORMS)
def test_every_resolution_carries_its_evidence(resolve, marked):
    for resolution in resolve(marked):
        assert resolution.step
        assert resolution.mention is not None
        assert 0.0 <= resolution.confidence <= 1.0
        assert bool(resolution.speakers) == (resolution.step != "unknown")
