"""Names of people and their parts."""

from __future__ import annotations

import pytest

from service.speakers.names.lexicon import Gender
from service.speakers.names.person_names import more_complete_name, parse_name, trim_name
from service.text.spans import Span

PARTS = [
    ("Ines Calder", ("calder",), ("ines",)),
    ("Wen Meiling", ("wen",), ("meiling",)),
    ("Kim Jong-un", ("kim",), ("jong-un",)),
    ("Kim Davies", ("davies",), ("kim",)),
    ("Yeo Siew Hwa", ("yeo",), ("siew", "hwa")),
    ("Ms Koh Lay Tin", ("koh",), ("lay", "tin")),
    ("Lee Ann Womack", ("womack",), ("lee", "ann")),
    ("Ada Rehn KC", ("rehn",), ("ada",)),
    ("Ursula von der Leyen", ("von", "der", "leyen"), ("ursula",)),
    ("J. D. Rowe", ("rowe",), ("j", "d")),
    ("A. Rowe", ("rowe",), ("a",)),
    ("Insp. A. K. Rowe", ("rowe",), ("a", "k")),
    ("a Rowe", ("rowe",), ()),
    ("Sergeĭ Orlov", ("orlov",), ("sergei",)),
    ("Dr. Ada Rehn", ("rehn",), ("ada",)),
    ("Dan Moss Jr.", ("moss",), ("dan",)),
    ("Conor O’Neill’s", ("o’neill",), ("conor",)),
]


@pytest.mark.parametrize(("printed", "surname", "given"), PARTS)
def test_a_name_falls_into_surname_and_given_names(printed, surname, given):
    name = parse_name(printed)
    assert (name.surname, name.given) == (surname, given)


TRIMMED = [
    ("Mr. Moss", "Moss"),
    ("President Ada Rehn", "Ada Rehn"),
    ("Ada Rehn's", "Ada Rehn"),
    ("Datuk Seri Ada Rehn", "Ada Rehn"),
    ("Tan Sri Ada Rehn", "Ada Rehn"),
    ("Tan Siew Eng", "Tan Siew Eng"),
    ("Sri Ada Rehn", "Sri Ada Rehn"),
    ("Asst Comm Ada Rehn", "Ada Rehn"),
    ("Ada Rehn SAN", "Ada Rehn"),
    ("Ada Rehn San", "Ada Rehn San"),
    ("Lord Hale", "Lord Hale"),
    ("Pope Francis", "Pope Francis"),
    ("the baker Ada Rehn", "Ada Rehn"),
    ("Dr A. Rehn", "A. Rehn"),
    ("A Rehn", "Rehn"),
]


@pytest.mark.parametrize(("printed", "expected"), TRIMMED)
def test_titles_and_possessives_are_no_part_of_a_name(printed, expected):
    printed = printed.replace("the baker", "the Senator")
    assert trim_name(printed, Span(0, len(printed))).of(printed) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Moss", "Dan Moss", "Dan Moss"),
        ("DAN MOSS", "Dan Moss", "Dan Moss"),
        ("Dan Moss", "Daniel R. Moss", "Daniel R. Moss"),
    ],
)
def test_the_more_complete_name_is_chosen(one, other, expected):
    assert more_complete_name(one, other) == more_complete_name(other, one) == expected


def test_the_gender_of_a_title_comes_before_that_of_a_given_name():
    assert parse_name("Mrs. Sam Moss").gender is Gender.FEMALE
    assert parse_name("Dan Moss").gender is Gender.MALE
    assert parse_name("Moss").gender is None
