"""Names that may name one person."""

from __future__ import annotations

import pytest

from service.speakers.names.name_match import NameMatch, is_misspelled, match_names
from service.speakers.names.person_names import parse_name

MATCHES = [
    ("Moss", "Dan Moss", NameMatch.SURNAME),
    ("Dan", "Dan Moss", NameMatch.GIVEN),
    ("Daniel Moss", "Dan Moss", NameMatch.FULL),
    ("Dan R. Moss", "Dan Moss", NameMatch.FULL),
    ("Eva Moss", "Dan Moss", NameMatch.NONE),
    ("Ms. Moss", "Dan Moss", NameMatch.NONE),
    ("Wen", "Wen Meiling", NameMatch.SURNAME),
    ("Meiling", "Wen Meiling", NameMatch.GIVEN),
    ("Dan Moss Jr.", "Dan Moss", NameMatch.NONE),
    ("Nana Boateng", "Nana Kwaku Boateng III", NameMatch.SURNAME),
    ("Jon Roe", "Jon Ali Roe Jr.", NameMatch.NONE),
    ("Sergei Orlov", "Sergeĭ Orlov", NameMatch.FULL),
    ("Van Hollen", "Chris Van Hollen", NameMatch.SURNAME),
    ("Holt", "Dan Moss", NameMatch.NONE),
]


@pytest.mark.parametrize(("short", "full", "expected"), MATCHES)
def test_a_short_name_fits_the_full_name_of_the_same_person_only(short, full, expected):
    assert match_names(parse_name(short), parse_name(full)) is expected


def test_one_letter_may_be_wrong_in_a_long_surname():
    assert is_misspelled(parse_name("McLenney"), parse_name("Tia McClenney"))
    assert is_misspelled(parse_name("Wines"), parse_name("Lea Wimes"))
    assert not is_misspelled(parse_name("Moss"), parse_name("Dan Moos"))
    assert not is_misspelled(parse_name("Holder"), parse_name("Dan Folder"))
