"""Same-name rivals: which one a surname means, and where it stays unknown."""

from __future__ import annotations

import pytest

MEANT = [
    # No evidence separates them: the speaker stays unknown.
    ("{P:Ann Webb} and {P:Lee Webb} bake. “<q1>At four,</q1>” <s1>{P:Webb}</s1> said.", []),
    (
        "{P:Karl Brandt} runs the port and {P:Otto Brandt} the mill. "
        "<s1>{P:Brandt}</s1> said <q1>no</q1>.",
        [],
    ),
    # The given name tells.
    (
        "{P:Ann Webb} and {P:Lee Webb} bake. “<q1>At four,</q1>” <s1>{P:Lee Webb}</s1> said.",
        ["Lee Webb"],
    ),
    # The title tells.
    (
        "Senator {P:Ann Webb} and Judge {P:Lee Webb} bake. “<q1>Yes,</q1>” "
        "<s1>Judge {P:Webb}</s1> said.",
        ["Lee Webb"],
    ),
    (
        "{P:Bill Falk} and {P:Hilda Falk} came. <s1>Mrs. {P:Falk}</s1> said <q1>no</q1>.",
        ["Hilda Falk"],
    ),
    # A pronoun in the sentence tells.
    (
        "{P:Ann Webb} and her brother {P:Lee Webb} bake. “<q1>At four,</q1>” <s1>{P:Webb}</s1> "
        "said, brushing flour off her sleeve.",
        ["Ann Webb"],
    ),
    (
        "{P:Hilda Falk} left.\n\n{P:Bill Falk} stayed. {P:Bill Falk} slept.\n\n"
        "<s1>{P:Falk}</s1> let her staff <q1>go home</q1>.",
        ["Hilda Falk"],
    ),
    (
        "{P:Jeh Falk} and {P:Gary Falk} bake. “<q1>At four,</q1>” <s1>{P:Falk}</s1> said he did.",
        [],
    ),
    # "Jr." tells, and its absence.
    (
        "{P:Dan Moss} came with his son {P:Dan Moss Jr.} today. <s1>{P:Moss "
        "Jr.}</s1> said <q1>no</q1>.",
        ["Dan Moss Jr."],
    ),
    (
        "{P:Dan Moss} came with his son {P:Dan Moss Jr.} today. <s1>{P:Moss}</s1> "
        "said <q1>no</q1>.",
        ["Dan Moss"],
    ),
    # Whom the text has been about tells.
    (
        "{P:Ann Webb} bakes. {P:Webb} begins at four. {P:Webb} is never late.\n\n"
        "{P:Lee Webb} sleeps.\n\n<s1>{P:Webb}</s1> said <q1>no</q1>.",
        ["Ann Webb"],
    ),
    # Who alone was named last, in full, is meant: the text has just introduced this one.
    (
        "Police claimed that {P:Lee Webb} drew a gun.\n\nHis mother, {P:Ann Webb}, wept.\n\n"
        "<s1>{P:Webb}</s1>, who sells fish, said <q1>no</q1>.",
        ["Ann Webb"],
    ),
    (
        "{P:Karl Brandt} fishes off the coast.\n\n{P:Otto Brandt} runs the mill in {L:Lund}. "
        "<s1>{P:Brandt}</s1> said <q1>no</q1>.",
        ["Otto Brandt"],
    ),
    (
        "{P:Karl Brandt} fishes off the coast.\n\n{P:Otto Brandt} runs the mill.\n\nIt is old.\n\n"
        "<s1>{P:Brandt}</s1> said <q1>no</q1>.",
        ["Otto Brandt"],
    ),
    # Too long ago.
    (
        "{P:Karl Brandt} fishes off the coast.\n\n{P:Otto Brandt} runs the mill.\n\nIt is old.\n\n"
        "It is late.\n\nIt is cold.\n\nIt is dark.\n\n<s1>{P:Brandt}</s1> said <q1>no</q1>.",
        [],
    ),
    # An owner was not introduced.
    (
        "{P:Karl Brandt} fishes.\n\n{P:Otto Brandt}'s mill is old.\n\n"
        "<s1>{P:Brandt}</s1> said <q1>no</q1>.",
        [],
    ),
    # Where both were named there, nothing tells; nor where the words of others name one.
    (
        "{P:Karl Brandt} fishes.\n\n{P:Otto Brandt} bakes with {P:Karl}.\n\n"
        "<s1>{P:Brandt}</s1> said <q1>no</q1>.",
        [],
    ),
    (
        "{P:Karl Brandt} fishes.\n\n“{P:Otto Brandt} bakes,” a neighbour said.\n\n"
        "<s1>{P:Brandt}</s1> said <q1>no</q1>.",
        [],
    ),
    # Nobody is the relative of the same name that the text gives.
    (
        "{P:Lee Webb} fishes. “So,” {P:Webb} said.\n\nAt the mill, {P:Ann Webb} was alone.\n\n"
        "<s1>{P:Webb}</s1>, who is {P:Lee}'s aunt, said <q1>no</q1>.",
        ["Ann Webb"],
    ),
    (
        "{P:Lee Webb} fishes. “So,” {P:Webb} said.\n\nAt the mill, {P:Ann Webb} was alone.\n\n"
        "{P:Lee}’s aunt, <s1>Mrs {P:Webb}</s1>, said <q1>no</q1>.",
        ["Ann Webb"],
    ),
    (
        "{P:Lee Webb} fishes. “So,” {P:Webb} said.\n\nAt the mill, {P:Ann Webb} was alone.\n\n"
        "<s1>{P:Webb}</s1>, {P:Otto}'s cook, said <q1>no</q1>.",
        ["Lee Webb"],
    ),
    # Who goes by a given name is not meant by the surname.
    (
        "{P:Dan Moss} is rich. His brother {P:Freddy Moss} was not. {P:Freddy} drank. {P:Freddy} "
        "flew. {P:Freddy} died.\n\n<s1>Mr. {P:Moss}</s1> said <q1>no</q1>.",
        ["Dan Moss"],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), MEANT)
def test_a_shared_surname_is_resolved_by_evidence_or_stays_unknown(names, marked, expected):
    assert names(marked) == [expected]


def test_a_president_is_not_his_wife(names):
    marked = (
        "<s1>President {P:Moss}</s1> said <q1>no</q1>. Mr. {P:Moss} left.\n\n"
        "The first lady, {P:Michelle Moss}, stayed."
    )
    assert names(marked) == [["Moss"]]


def test_an_unresolved_rival_keeps_the_mention(resolve):
    (resolution,) = resolve(
        "{P:Ann Webb} and {P:Lee Webb} bake. “<q1>No,</q1>” <s1>{P:Webb}</s1> said."
    )
    assert resolution.speakers == ()
    assert resolution.mention is not None
