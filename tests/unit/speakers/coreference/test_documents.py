"""Documents, and who made them."""

from __future__ import annotations

import pytest

MADE = [
    # By what follows the document.
    ("<s1>A poll by {O:Acme Research}</s1> found <q1>no change</q1>.", "Acme Research"),
    (
        "<s1>The survey</s1>, released on Monday by the {O:Harbour Institute}, found <q1>no</q1>.",
        "Harbour Institute",
    ),
    ("<s1>{O:Senate}-era documents from {P:Ada Rehn}</s1> show <q1>no change</q1>.", "Ada Rehn"),
    (
        "<s1>A document on the {P:Rehn} campaign's website</s1> states <q1>no</q1>.",
        "Rehn campaign",
    ),
    ("Judge {P:Ada Rehn} listened. <s1>The order</s1> said <q1>no</q1>.", "Ada Rehn"),
    ("<s1>{P:Ada Rehn}'s first tweet Sunday morning</s1> said <q1>no</q1>.", "Ada Rehn"),
    # By a participle between the document and its maker.
    (
        "<s1>A letter sent to {P:Jan Bo} and signed by {P:Ada Rehn}</s1> said <q1>no</q1>.",
        "Ada Rehn",
    ),
    ("<s1>The motion, put forward by member {P:Ada Rehn}</s1>, said <q1>no</q1>.", "Ada Rehn"),
    # By its owner; where it was posted is not its maker.
    ("{P:Ada Rehn} left. <s1>Her statement</s1> said <q1>no</q1>.", "Ada Rehn"),
    ("{P:Ada Rehn} left. <s1>Her {O:Facebook} post</s1> said <q1>no</q1>.", "Ada Rehn"),
    # By who was said to have made it, under this noun or another.
    (
        "{P:Ada Rehn} wrote a memoir of her years at sea. {P:Jan Bo} read it. "
        "“<q1>No,</q1>” <s1>the book</s1> said.",
        "Ada Rehn",
    ),
    (
        "The {O:Harbour League} has aired a video by the {O:Harbour League} about {P:Jan Bo}. "
        "<s1>The clip</s1> says <q1>no</q1>.",
        "Harbour League",
    ),
    (
        "<s1>The report, by the {O:Harbour Institute}</s1>, found <q1>no</q1>. "
        "<s2>The study</s2> says <q2>so</q2>.",
        "Harbour Institute",
    ),
    (
        "{P:Ada Rehn}, who runs the mill, emailed voters. <s1>The email</s1> says <q1>no</q1>.",
        "Ada Rehn",
    ),
    (
        "After its report was issued, the {O:Harbour Museum} issued a statement. "
        "<s1>The statement</s1> urged <q1>calm</q1>.",
        "Harbour Museum",
    ),
    (
        "A new ad from {P:Ada Rehn}’s presidential campaign came. <s1>The ad</s1> "
        "says <q1>no</q1>.",
        "Ada Rehn's presidential campaign",
    ),
]


@pytest.mark.parametrize(("marked", "maker"), MADE)
def test_a_document_speaks_for_its_maker(names, marked, maker):
    assert names(marked)[-1] == [maker]


UNKNOWN = [
    # Nobody is said to have made it.
    "{O:Facebook} grew. <s1>A {O:Facebook} post</s1> said <q1>no</q1>.",
    "{P:Jack Rehn} tweeted. <s1>One tweet</s1> said <q1>no</q1>.",
    # Another document of the kind has come in since.
    "{P:Ada Rehn} released an ad. A new ad is on the air. <s1>The ad</s1> says <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", UNKNOWN)
def test_a_document_without_a_known_maker_names_no_speaker(names, marked):
    assert names(marked) == [[]]


@pytest.mark.parametrize(
    "source",
    [
        "A letter sent to {P:Ada Rehn}",
        "A letter seen by the {O:Evening Post}",
        "A statement posted on {O:Facebook}",
        "A leaflet pushed through doors in {L:Lisbon}",
    ],
)
def test_who_has_a_document_did_not_make_it(names, source):
    assert names(f"<s1>{source}</s1> said <q1>no</q1>.")[-1] == []


def test_a_document_may_have_two_makers(names):
    marked = "<s1>A letter signed by {P:Ada Rehn} and {P:Jan Bo}</s1> said <q1>no</q1>."

    assert names(marked)[-1] == ["Ada Rehn", "Jan Bo"]


def test_it_after_a_document_is_that_document(names):
    post = "<s1>A post shared on {O:Facebook}</s1> said <q1>no</q1>."
    marked = f"{post}\n\n“<q2>I am safe,</q2>” <s2>it</s2> said."

    assert names(marked)[-1] == []
