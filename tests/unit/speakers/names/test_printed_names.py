"""Printed names, split into their parts."""

from __future__ import annotations

import pytest

from service.speakers.names.printed_names import alias_lookup_key, parse_printed_name, surname_fits


@pytest.mark.parametrize(
    ("name", "key", "surname", "alone"),
    [
        ("Joe Biden", "joe biden", "biden", False),
        ("President Joe Biden", "joe biden", "biden", False),
        ("A. Quill", "a. quill", "quill", False),
        ("Biden, Joe", "joe biden", "biden", False),
        ("Joe Biden, Jr.", "joe biden jr", "biden", False),
        ("Hua Chunying", "hua chunying", "hua", False),
        ("Sergeĭ O’Brien", "sergei o'brien", "o'brien", False),
        ("BIDEN", "biden", "biden", True),
        ("Mr. Biden", "biden", "biden", True),
        ("Ursula von der Leyen", "ursula von der leyen", "leyen", False),
        ("Pope Francis", "pope francis", "francis", False),
        ("!!!", "", None, False),
    ],
)
def test_a_persons_name(name: str, key: str, surname: str | None, alone: bool) -> None:
    read = parse_printed_name(name, "person")
    assert (read.key, read.surname, read.alone) == (key, surname, alone)


def test_what_is_no_person_has_no_surname() -> None:
    read = parse_printed_name("Kremlin", "organization", source="the Kremlin")
    assert (read.key, read.surname, read.alone) == ("kremlin", None, False)
    assert parse_printed_name("The Harbour Courier", "organization").key == "harbour courier"
    assert parse_printed_name("The", "group").key == "the"


@pytest.mark.parametrize(
    ("name", "source", "title", "gender"),
    [
        ("Wang", "Foreign Minister Wang", "foreign minister", None),
        ("Wang", "China's former president Wang, in Beijing", "president", None),
        ("Keller", "Ms. Keller", None, "female"),
        ("Keller", "the mayor's aide Keller", None, None),
        ("President Biden", None, "president", None),
        ("Biden", "he", None, None),
    ],
)
def test_what_stands_before_a_name(
    name: str, source: str | None, title: str | None, gender: str | None
) -> None:
    read = parse_printed_name(name, "person", source=source)
    assert (read.title, read.gender) == (title, gender)


def test_a_title_before_a_surname_alone_stays_in_a_list() -> None:
    assert alias_lookup_key("President Biden", "person") == "president biden"
    assert alias_lookup_key("President Joe Biden", "person") == "joe biden"
    assert alias_lookup_key("Mr. Biden", "person") == "biden"


def test_whose_a_surname_may_be() -> None:
    assert surname_fits("trump", "donald trump", genders=[])
    assert not surname_fits("trump jr", "donald trump", genders=[])
    assert surname_fits("trump jr", "donald trump jr", genders=["male"])
    assert not surname_fits("clinton", "hillary clinton", genders=["male"])
