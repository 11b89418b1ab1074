"""Names of organisations, and when two may name the same one."""

from __future__ import annotations

import pytest

from service.speakers.names.organizations import (
    is_capital,
    is_company,
    is_metonym,
    is_outlet_name,
    is_platform,
    may_be_same_organization,
    organization_index_keys,
    organization_key,
    trim_organization,
)
from service.text.spans import Span

SAME = [
    ("The Washington Post", "WaPo", True),
    ("Environmental Protection Agency", "EPA", True),
    ("Peabody Energy", "Peabody", True),
    ("Daily Ledger Times", "the Times", True),
    ("International Harbour Commission", "Harbour Commission", True),
    ("Peabody Avenue", "Peabody", False),
    ("Harbour Commission", "Harbour Council", False),
]


@pytest.mark.parametrize(("name", "other", "same"), SAME)
def test_two_names_may_name_one_organization(name: str, other: str, same: bool) -> None:
    key, other_key = organization_key(name), organization_key(other)
    assert may_be_same_organization(key, other_key) is same
    assert may_be_same_organization(other_key, key) is same
    if same:
        assert organization_index_keys(key) & organization_index_keys(other_key)


def test_the_kind_of_a_name_is_found_in_its_list() -> None:
    assert is_outlet_name("The New York Times")
    assert is_outlet_name("Oslo Tribune")
    assert not is_outlet_name("Harbour")
    assert is_metonym("the White House")
    assert is_capital("Abu Dhabi")
    assert is_platform("Twitter")
    assert is_company("Facebook")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Harbour Commission’s", "Harbour Commission"),
        ("The New York Times,", "The New York Times"),
        ("“Acme”", "Acme"),
    ],
)
def test_the_span_of_a_name_holds_the_name_alone(text: str, expected: str) -> None:
    assert trim_organization(text, Span(0, len(text))).of(text) == expected
