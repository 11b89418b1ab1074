"""Names as keys: two spellings of one name have one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.name_key import longer_name, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "jose nunez"),
        ("O’Neill", "O'NEILL"),
        ("Jean–Luc", "Jean-Luc"),
        ("  The   Mint. ", "the mint"),
        ("İnci", "inci"),
        ("so\u00adft\u200b", "soft"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize("name", ["", " . ", "-", "’"])
def test_signs_are_no_name(name):
    assert name_key(name) == ""


@given(st.text())
def test_the_key_of_a_key_is_itself(name):
    assert name_key(name_key(name)) == name_key(name)


def test_the_longer_spelling_is_the_fuller_one():
    assert longer_name("Al", "Albert") == "Albert"
    assert longer_name("Bo", "Al") == "Al"
