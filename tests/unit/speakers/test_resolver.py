"""Sentences, each with the speaker that a reader names."""

from __future__ import annotations

import pytest

from service.speakers.speaker import SpeakerKind
from service.text.spans import Span

NAMED = [
    # Surnames to full names, titles and possessives aside.
    ("{P:Petra Lind} left. “<q1>We tried,</q1>” <s1>{P:Lind}</s1> said.", ["Petra Lind"]),
    (
        "Mayor {P:Petra Lind}'s plan failed. “<q1>No,</q1>” said <s1>Ms. {P:Lind}</s1>.",
        ["Petra Lind"],
    ),
    ("{P:Ines Ochoa} came. “<q1>No,</q1>” <s1>{P:OCHOA}</s1> said.", ["Ines Ochoa"]),
    ("“<q1>No,</q1>” said <s1>President {P:Ola Berg}</s1>.", ["Ola Berg"]),
    ("“<q1>No,</q1>” said <s1>Ola Berg</s1>.", ["Ola Berg"]),
    ("Berg spoke first. {P:Ola Berg} is a baker. “<q1>No,</q1>” <s1>Berg</s1> said.", ["Ola Berg"]),
    # Names in which the surname stands first.
    ("{P:Wen Meiling} nodded. “<q1>Yes,</q1>” <s1>{P:Wen}</s1> said.", ["Wen Meiling"]),
    ("{P:Park Ji-ho} nodded. “<q1>Yes,</q1>” <s1>Mr. {P:Park}</s1> said.", ["Park Ji-ho"]),
    # Two holders of a surname.
    (
        "{P:Mark Keller} and {P:Anna Keller} met. “<q1>Yes,</q1>” <s1>Ms {P:Keller}</s1> said.",
        ["Anna Keller"],
    ),
    (
        "{P:Mark Keller} and {P:Anna Keller} met. “<q1>Yes,</q1>” <s1>Mr {P:Keller}</s1> said.",
        ["Mark Keller"],
    ),
    (
        "{P:Dan Moss} and {P:Dan Moss Jr.} met. “<q1>Yes,</q1>” <s1>{P:Moss Jr.}</s1> said.",
        ["Dan Moss Jr."],
    ),
    # The name is not always the last word, nor every name a speaker.
    (
        "<s1>{P:Ada Rehn}, who replaced Mr {P:Falk} in May</s1>, said <q1>it was over</q1>.",
        ["Ada Rehn"],
    ),
    ("<s1>The mill's chief, {P:Keiko Oda}</s1>, said <q1>it was over</q1>.", ["Keiko Oda"]),
    ("<s1>former secretary of state {P:Ada Rehn}</s1> said <q1>it was over</q1>.", ["Ada Rehn"]),
    ("<s1>{P:Falk}'s campaign manager {P:Ada Rehn}</s1> said <q1>it was over</q1>.", ["Ada Rehn"]),
    ("<s1>a spokesman for {P:Ada Rehn}</s1> said <q1>it was over</q1>.", [None]),
    ("<s1>the {P:Rehn} administration</s1> said <q1>it was over</q1>.", ["Rehn administration"]),
    # Several speakers.
    ("<s1>{P:Ada Rehn} and {P:Jan Bo}</s1> said <q1>it was over</q1>.", ["Ada Rehn", "Jan Bo"]),
    ("<s1>{L:Lisbon} and the {O:Kremlin}</s1> said <q1>it was over</q1>.", ["Lisbon", "Kremlin"]),
    ("<s1>{P:Ada Rehn} &amp; her wife</s1> said <q1>it was over</q1>.", ["Ada Rehn"]),
    # Pronouns.
    ("{P:Ada Rehn} met {P:Dan Moss}. <s1>She</s1> said <q1>it was over</q1>.", ["Ada Rehn"]),
    ("{P:Ada Rehn} met {P:Dan Moss}. <s1>He</s1> said <q1>it was over</q1>.", ["Dan Moss"]),
    (
        "“<q1>Yes,</q1>” <s1>{P:Dan Moss}</s1> said of {P:Jan "
        "Bo}.\n\n“<q2>No,</q2>” <s2>he</s2> said.",
        ["Dan Moss", "Dan Moss"],
    ),
    (
        "{P:Dan Moss} spoke.\n\n“<q1>{P:Jan Bo} is late,</q1>” <s1>he</s1> said.",
        ["Dan Moss"],
    ),
    ("Then <s1>she</s1> said <q1>it was over</q1>.", []),
    ("{P:Ada Rehn} is here. <s1>I</s1> said <q1>it was over</q1>.", []),
    ("{P:Ada Rehn}, <s1>who</s1> said <q1>it was over</q1>, left.", ["Ada Rehn"]),
    # Roles.
    (
        "{P:Jan Bo}, the foreign minister, came late.\n\nThe interior minister, {P:Eva Holt}, "
        "spoke first. {P:Holt} was angry.\n\n<s1>The foreign minister</s1> said <q1>no</q1>.",
        ["Jan Bo"],
    ),
    (
        "The union's general secretary, {P:Eva Holt}, spoke. {P:Holt} was angry.\n\n"
        "<s1>The transport secretary</s1> said <q1>no</q1>.",
        ["The transport secretary"],
    ),
    (
        "Harbour spokesman {P:Jan Bo} came with {P:Dan Moss}. <s1>The "
        "spokesman</s1> said <q1>no</q1>.",
        ["Jan Bo"],
    ),
    (
        "{P:Jan Bo}, a spokesman for the harbour, came.\n\n“<q1>No,</q1>” "
        "<s1>the spokesman</s1> said.",
        ["Jan Bo"],
    ),
    ("{P:Lena Ortiz} won again. “<q1>Good,</q1>” <s1>the 22-year-old</s1> said.", ["Lena Ortiz"]),
    (
        "Sen. {P:Ada Rehn} (D-Ohio) met Gov. {P:Eva Holt}. <s1>The Ohio "
        "senator</s1> said <q1>no</q1>.",
        ["Ada Rehn"],
    ),
    ("<s1>The keeper</s1> got cross and said: “<q1>Go,</q1>” she said.", ["The keeper"]),
    ("{P:Ada Rehn} came. “<q1>No,</q1>” <s1>the insider</s1> told the paper.", [None]),
    ("One voter in {L:Lund} shrugged. “<q1>No,</q1>” <s1>the voter</s1> said.", ["the voter"]),
    # Bodies and newspapers.
    (
        "{O:The Washington Post} reported it. “<q1>No,</q1>” <s1>the paper</s1> added.",
        ["The Washington Post"],
    ),
    (
        "It was in the {O:New York Times}. “<q1>No,</q1>” <s1>the {O:Times}</s1> said.",
        ["New York Times"],
    ),
    (
        "The {O:International Monetary Fund} met. <s1>the {O:IMF}</s1> said <q1>no</q1>.",
        ["International Monetary Fund"],
    ),
    (
        "The {O:Harbour Commission} met. <s1>The commission</s1> said <q1>no</q1>.",
        ["Harbour Commission"],
    ),
    # Nobody in particular.
    ("<s1>Critics</s1> said <q1>no</q1>.", [None]),
    ("<s1>Two people familiar with the talks</s1> said <q1>no</q1>.", [None]),
    ("<s1>one official</s1> said <q1>no</q1>.", [None]),
    ("<s1>31 {P:Latinos}</s1> said <q1>no</q1>.", [None]),
    # Quotations without a source.
    (
        "“<q1>Yes,</q1>” <s1>{P:Dan Moss}</s1> said. “<q2>It is done.</q2>”",
        ["Dan Moss", "Dan Moss"],
    ),
    ("“<q1>Ready?</q1>” “<q2>Always,</q2>” <s2>{P:Jo Marks}</s2> replied.", ["Jo Marks"]),
]


@pytest.mark.parametrize(("marked", "expected"), NAMED)
def test_the_speaker_is_the_one_that_a_reader_names(names, marked, expected):
    assert [name for one in names(marked) for name in one] == expected


KINDS = [
    ("<s1>{P:Ada Rehn}</s1> said <q1>no</q1>.", SpeakerKind.PERSON),
    ("<s1>the {O:Kremlin}</s1> said <q1>no</q1>.", SpeakerKind.ORGANIZATION),
    ("<s1>{L:Beijing}</s1> said <q1>no</q1>.", SpeakerKind.ORGANIZATION),
    ("<s1>Critics</s1> said <q1>no</q1>.", SpeakerKind.GROUP),
    ("<s1>{M:Democrats}</s1> said <q1>no</q1>.", SpeakerKind.GROUP),
    ("<s1>a person familiar with the plan</s1> said <q1>no</q1>.", SpeakerKind.ANONYMOUS),
    ("<s1>The keeper</s1> said <q1>no</q1>.", SpeakerKind.ANONYMOUS),
]


@pytest.mark.parametrize(("marked", "kind"), KINDS)
def test_the_kind_says_what_spoke(resolve, marked, kind):
    (resolution,) = resolve(marked)
    assert [speaker.kind for speaker in resolution.speakers] == [kind]


def test_a_resolution_says_by_which_step_and_where_the_name_stands(resolve):
    (resolution,) = resolve("{P:Petra Lind} left. “<q1>No,</q1>” <s1>she</s1> said.")
    assert resolution.step == "pronoun"
    assert resolution.mention == (Span(0, len("Petra Lind")),)
    assert 0.0 < resolution.confidence <= 1.0


def test_an_unknown_speaker_keeps_the_mention(resolve):
    (resolution,) = resolve("Then <s1>she</s1> said <q1>it was over</q1>.")
    assert resolution.speakers == ()
    assert resolution.step == "unknown"
    assert resolution.mention == (Span(5, 8),)
