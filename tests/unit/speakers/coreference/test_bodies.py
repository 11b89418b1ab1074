"""Which body "it" and "the company" mean: the one that spoke, and one of that kind."""

from __future__ import annotations

import pytest

SPOKE_LAST = [
    # The body that spoke, and not the place that was named after it.
    (
        "<s1>The {M:Norse} embassy in {L:Chile}</s1> said <q1>no</q1>. "
        "<s2>It</s2> added <q2>yes</q2>.",
        "Norse embassy",
    ),
    # A body that the engine took for a person.
    ("<s1>{P:Gladeline}</s1> said <q1>no</q1>. <s2>It</s2> added <q2>yes</q2>.", "Gladeline"),
    (
        "<s1>Mining company {P:Northvein}</s1> said <q1>no</q1> at {L:Lund}. "
        "<s2>It</s2> added <q2>yes</q2>.",
        "Northvein",
    ),
]


@pytest.mark.parametrize(("marked", "body"), SPOKE_LAST)
def test_it_is_the_body_that_spoke_last(resolve, marked, body):
    speaker = resolve(marked)[-1].speakers[0]
    assert (speaker.name, speaker.kind.value) == (body, "organization")


INTRODUCED = [
    (
        "<s1>Mobile operator {P:Telvana}</s1> said <q1>no</q1>. "
        "<s2>{P:Ana Reh}</s2> said <q2>yes</q2>, but <s3>the operator</s3> said <q3>no</q3>.",
        "Telvana",
    ),
    (
        "<s1>Water utility {P:Aqualis}</s1> said <q1>no</q1>. "
        "<s2>{P:Ana Reh}</s2> said <q2>yes</q2>, but <s3>the utility</s3> said <q3>no</q3>.",
        "Aqualis",
    ),
]


@pytest.mark.parametrize(("marked", "body"), INTRODUCED)
def test_a_noun_means_the_body_that_the_text_introduced_with_it(names, marked, body):
    assert names(marked)[-1] == [body]


OTHER_KINDS = [
    "The {O:Press Council} met. <s1>The media union</s1> said <q1>no</q1>.",
    "The {O:Health Ministry} met. <s1>The hospital</s1> said <q1>no</q1>.",
    "The {O:Airline Pilots' Guild} met. <s1>The airline</s1> said <q1>no</q1>.",
]


@pytest.mark.parametrize("marked", OTHER_KINDS)
def test_a_noun_is_no_body_of_another_kind(names, marked):
    assert names(marked) == [[]]


def test_a_name_alone_is_no_body_where_it_has_not_spoken(names):
    assert names("{P:Gladeline} fell. <s1>It</s1> said <q1>no</q1>.") == [[]]


SAID_OF_THEM = [
    ("{P:Sefton Gull}, which runs the pier, met. <s1>It</s1> said <q1>no</q1>.", ["Sefton Gull"]),
    # Only the place where a body is.
    ("Zipply, based in {L:Lund}, met. <s1>It</s1> said <q1>no</q1>.", []),
    # A body's noun in the sentence before a name is no role of that name.
    (
        "Staff left {O:Marl College}. The {O:Teachers Union} met. "
        "<s1>The college</s1> said <q1>no</q1>.",
        ["Marl College"],
    ),
    # The body that a common noun means has spoken.
    (
        "{O:Marl College} shut. <s1>The college</s1> said <q1>{O:Quist} was asked</q1>. "
        "<s2>It</s2> added <q2>no</q2>.",
        ["Marl College"],
    ),
]


@pytest.mark.parametrize(("marked", "body"), SAID_OF_THEM)
def test_a_body_is_known_by_the_words_around_it(names, marked, body):
    assert names(marked)[-1] == body


def test_it_is_unknown_where_a_name_that_may_be_a_body_has_just_spoken(names):
    marked = (
        "{O:Norse Foods} sued its rival {P:Gladeline}. "
        "<s1>{P:Gladeline}</s1> said <q1>no</q1>. <s2>It</s2> added <q2>yes</q2>."
    )
    assert names(marked)[-1] == []


def test_it_is_the_body_named_before_where_a_man_has_just_spoken(names):
    marked = (
        "{O:Norse Foods} met. <s1>{P:Mr Moss}</s1> said <q1>no</q1>. <s2>It</s2> said <q2>yes</q2>."
    )
    assert names(marked)[-1] == ["Norse Foods"]


def test_of_two_bodies_of_a_kind_named_as_near_neither_is_sure(resolve):
    met = "{O:Lund Hospital} met {O:Malmo Hospital}. <s1>The hospital</s1> said <q1>no</q1>."
    (resolution,) = resolve(met)
    assert resolution.confidence < 0.6


def test_of_two_bodies_of_a_kind_the_one_named_near_is_meant(names):
    later = (
        "{O:Lund Hospital} lost power.\n\nIt rained.\n\nIt snowed.\n\n{O:Malmo Hospital} did "
        "not.\n\n<s1>The hospital</s1> said <q1>no</q1>."
    )
    assert names(later) == [["Malmo Hospital"]]
