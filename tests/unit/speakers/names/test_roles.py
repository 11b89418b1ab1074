"""Roles, and whether one person may have two of them."""

from __future__ import annotations

import pytest

from service.speakers.names.roles import (
    is_plural_role,
    role_fit,
    role_of,
    roles_beside,
    roles_clash,
)
from service.text.spans import Span


def heads(text: str, name: str) -> list[str]:
    start = text.index(name)
    core = Span(start, start + len(name))
    return [role.head for role in roles_beside(text, core, before=text[:start], end=len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Embassy spokesman Jan Bo spoke.", ["spokesman"]),
        ("Sen. Jan Bo (D-Ohio) spoke.", ["senator"]),
        ("Then Jan Bo (D-Ohio) spoke.", ["politician"]),
        ("Then Jan Bo, 54, spoke.", ["54-year-old"]),
        ("Then Jan Bo, a baker, spoke.", ["baker"]),
        ("Then Jan Bo spoke.", []),
        # A verb between: the role is another person's.
        ("The mayor praised Jan Bo.", []),
        ("The judge met Jan Bo.", []),
        ("The mayor met the baker Jan Bo.", ["baker"]),
        ("A baker named Jan Bo spoke.", ["baker"]),
        ("Retired judge Jan Bo spoke.", ["judge"]),
        ("Striker turned manager Jan Bo spoke.", ["manager"]),
    ],
)
def test_roles_are_read_before_and_after_a_name(text: str, expected: list[str]) -> None:
    assert heads(text, "Jan Bo") == expected


@pytest.mark.parametrize(
    ("asked", "held", "clash"),
    [
        ("the senator", "the governor", True),
        ("the former senator", "the governor", False),
        ("the Florida senator", "the Ohio senator", True),
        ("the Florida senator", "the Fla. senator", False),
        ("the Republican senator", "the GOP senator", False),
        ("the Republican senator", "the Democratic senator", True),
        ("the foreign minister", "the finance minister", True),
        ("the vice president", "the president", True),
    ],
)
def test_one_person_seldom_has_two_offices(asked: str, held: str, clash: bool) -> None:
    first, second = role_of(asked), role_of(held)
    assert first is not None
    assert second is not None
    assert roles_clash(first, second) is roles_clash(second, first) is clash
    if clash:
        assert role_fit(first, second) == 0.0


def test_a_plural_is_no_name() -> None:
    assert is_plural_role("Senators")
    assert is_plural_role("Spokesmen")
    assert not is_plural_role("Moss")
