"""Sources are resolved on evidence: a name that is only near a source is not its speaker."""

from __future__ import annotations

import pytest

from tests.support.marked_article import extraction_of

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
    # No person has this role in the text.
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
    ("<s1>{P:Ada Rehn}</s1> said <q1>no</q1>.", "name", "Ada Rehn"),
    ("{P:Ada Rehn} left. <s1>She</s1> said <q1>no</q1>.", "pronoun", "Ada Rehn"),
    ("<s1>Critics</s1> said <q1>no</q1>.", "group", "Critics"),
    ("<s1>one official</s1> said <q1>no</q1>.", "unnamed", "one official"),
    (
        "<s1>one official</s1> said <q1>no</q1>. <s2>He</s2> said <q2>so</q2>.",
        "pronoun",
        "one official",
    ),
    ("<s1>Then it</s1> said <q1>no</q1>.", "unknown", "Then it"),
    ("<s1>It</s1> said <q1>no</q1>. “<q2>It went on.</q2>”", "unknown", "It"),
    ("<s1>a poll by {O:Acme Research}</s1> found <q1>no</q1>.", "document", "a poll"),
    # Of several speakers each, wherever the article names them most fully.
    (
        "{P:Ada Rehn} left. <s1>{P:Bo Ek} and {P:Rehn}</s1> said <q1>no</q1>.",
        "joint",
        "Ada Rehn Bo Ek",
    ),
]


@pytest.mark.parametrize(("marked", "step", "mention"), FORMS)
def test_every_resolution_carries_its_evidence(resolve, marked, step, mention):
    text = extraction_of(marked).document.text
    resolution = resolve(marked)[-1]
    assert resolution.step == step
    assert " ".join(span.of(text) for span in resolution.mention) == mention
    assert 0.0 <= resolution.confidence <= 1.0
    assert bool(resolution.speakers) == (step != "unknown")


def test_nothing_refers_to_the_speaker_of_words_without_a_source(resolve):
    (resolution,) = resolve("“<q1>It went on.</q1>”")
    assert (resolution.step, resolution.mention, resolution.confidence) == ("unknown", (), 0.0)
