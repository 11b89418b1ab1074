"""Names that an engine cut short or made too long."""

from __future__ import annotations

import pytest

WHOLE = [
    # Initials, particles, nicknames and suffixes belong to the name.
    ("“<q1>No,</q1>” said <s1>Rep. {P:G.K.} {P:Amberley} (D-N.C.)</s1>.", "G.K. Amberley"),
    ("“<q1>No,</q1>” said <s1>R. {P:Gil Amberley}</s1>.", "R. Gil Amberley"),
    (
        "{P:Ursula von der} {P:Heide} came. “<q1>No,</q1>” <s1>{P:von} der {P:Heide}</s1> said.",
        "Ursula von der Heide",
    ),
    (
        "{P:Maria de la} {P:Cruz} came. “<q1>No,</q1>” <s1>{P:de} {P:la} {P:Cruz}</s1> said.",
        "Maria de la Cruz",
    ),
    (
        '<s1>Moss\'s niece, state {P:Del.} {P:Marta} "Mia" {P:Pryce} (D-Lund)</s1>, '
        "said <q1>no</q1>.",
        'Marta "Mia" Pryce',
    ),
    ("“<q1>No,</q1>” <s1>{P:Dan Moss Jr}.</s1> said.", "Dan Moss Jr."),
    ("<s1>{P:Moss}'s father, the Rev. {P:Carl Moss Jr.}</s1>, said <q1>no</q1>.", "Carl Moss Jr."),
    ("<s1>the {O:St. Paul City Council}</s1> said <q1>no</q1>.", "St. Paul City Council"),
    ("<s1>The head of the club, {P:Madam} {P:Ana Reh}</s1>, said <q1>no</q1>.", "Ana Reh"),
    ("<s1>Area spokesperson {P:Gremil} {P:Alexis Reh}</s1> said <q1>no</q1>.", "Gremil Alexis Reh"),
    ("<s1>{P:Publican} {P:Greg Reh}</s1> said <q1>no</q1>.", "Greg Reh"),
    ("<s1>{P:Kim Jong}-un</s1> said <q1>no</q1>.", "Kim Jong-un"),
    ("Dame {P:Judith Hale} came. <s1>{P:Dame Judith}</s1> said <q1>no</q1>.", "Judith Hale"),
    ("<s1>{O:Ambassador\u00a0Qin Meiling}</s1> said <q1>no</q1>.", "Qin Meiling"),
    # A word that only opens the sentence does not.
    ("<s1>{P:Interestingly Rehn}</s1> said <q1>no</q1>.", "Rehn"),
    (
        "Liberal {P:Oscar-winner Rehn} is late.\n\n{P:Ada Rehn} came. "
        "<s1>{P:Rehn}</s1> said <q1>no</q1>.",
        "Ada Rehn",
    ),
    # Nor do the other words of a headline or a title.
    (
        "Angry Voters Corner {P:Mom Corners Rehn} Tonight.\n\n{P:Ada Rehn} came. "
        "<s1>{P:Rehn}</s1> said <q1>no</q1>.",
        "Ada Rehn",
    ),
    (
        "Ms. {P:Rehn} came. <s1>{P:Rehn}</s1> said <q1>no</q1>. It was “{P:Ada Rehn "
        "Election} Night.”",
        "Ada Rehn",
    ),
    # One name in two spellings.
    ("{P:Hilary Falk} came. <s1>{P:Hillary Falk}</s1> said <q1>no</q1>.", "Hillary Falk"),
    ("{P:Sergeĭ Volkov} came. <s1>{P:Sergei Volkov}</s1> said <q1>no</q1>.", "Sergeĭ Volkov"),
]


@pytest.mark.parametrize(("marked", "expected"), WHOLE)
def test_a_name_is_read_whole(names, marked, expected):
    assert names(marked)[-1] == [expected]


def test_a_title_without_a_name_is_no_name(names):
    assert names("<s1>{P:Del.}</s1> said <q1>no</q1>.") == [[]]


def test_a_months_abbreviation_is_no_name(names):
    marked = "<s1>A Feb. 1 letter from the {O:Harbour League}</s1> warned of <q1>war</q1>."
    assert names(marked) == [["Harbour League"]]


BEHIND_TITLES = [
    ("<s1>{P:Korangi SHO Inspector Tariq Reh}</s1> said <q1>no</q1>.", "Tariq Reh"),
    ("<s1>{P:Recorder Simon Reh}</s1> said <q1>no</q1>.", "Simon Reh"),
    ("<s1>Leader of the {O:Opposition} {P:P K Reh}</s1> said <q1>no</q1>.", "P K Reh"),
    ("<s1>Mr {P:Sunday Reh}</s1> said <q1>no</q1>.", "Sunday Reh"),
    ("<s1>{P:Yoav Bar}-On</s1> said <q1>no</q1>.", "Yoav Bar-On"),
    ("<s1>Institute fellow {O:Nwe Reh}</s1> said <q1>no</q1>.", "Nwe Reh"),
]


@pytest.mark.parametrize(("marked", "name"), BEHIND_TITLES)
def test_titles_in_front_of_a_name_are_left_out_of_it(names, marked, name):
    assert names(marked) == [[name]]


def test_words_before_the_role_of_a_named_person_are_no_person(names):
    marked = "{P:Bus} driver {P:Karl Reh} slept. “<q1>No,</q1>” <s1>he</s1> said."
    assert names(marked) == [["Karl Reh"]]


BESIDE_NAMES = [
    # Letters after a name are no part of it.
    ("<s1>{P:Mair Moss MS}</s1> said <q1>no</q1>.", "Mair Moss"),
    ("<s1>The party's spokesman {P:Rhys Moss MSP}</s1> said <q1>no</q1>.", "Rhys Moss"),
    # A field before a minister's office makes no body of the name.
    ("<s1>{O:Mines Minister Xila Moss}</s1> said <q1>no</q1>.", "Xila Moss"),
    ("<s1>{O:Public Mines Minister Xila Moss}</s1> said <q1>no</q1>.", "Xila Moss"),
    # A profession that begins a sentence is no given name.
    ("<s1>{P:Publican Sheila Moss}</s1> said <q1>no</q1>.", "Sheila Moss"),
    ("<s1>{P:Baker Tony Moss}</s1> said <q1>no</q1>.", "Tony Moss"),
    # The place of a seat is no person.
    (
        "<s1>{P:Tom Moss}</s1> came. The MP for {P:East Sand} left. <s2>He</s2> said <q2>no</q2>.",
        "Tom Moss",
    ),
    (
        "The <s1>{O:University} and {O:College Union}</s1> said <q1>no</q1>.",
        "University and College Union",
    ),
]


@pytest.mark.parametrize(("marked", "name"), BESIDE_NAMES)
def test_words_beside_a_name_are_read_for_what_they_are(names, marked, name):
    assert names(marked)[-1] == [name]
