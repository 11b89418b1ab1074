"""Noun phrases: heads, conjuncts and the names after a noun."""

from __future__ import annotations

import pytest

from service.speakers.sources.noun_phrases import head_phrase, is_followed_by_name, split_conjuncts
from service.text.spans import Span


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("a spokesman for the mission", "a spokesman"),
        ("the mayor, a baker", "the mayor"),
        ("two people familiar with the talks", "two people"),
        ("the mayor", "the mayor"),
    ],
)
def test_a_head_has_no_modifier_after_it(text: str, head: str) -> None:
    assert head_phrase(text, Span(0, len(text)), ()).of(text) == head


def test_conjuncts_are_split() -> None:
    text = "the mayor and a baker"
    pieces = split_conjuncts(text, Span(0, len(text)), ())
    assert [piece.of(text) for piece in pieces] == ["the mayor", "a baker"]


def test_only_titles_stand_between_a_role_and_its_name() -> None:
    text = "his partner at Acme, Dr. Roe"
    assert is_followed_by_name(text, text.index(" at"), text.index("Roe"))
    text = "his partner, who met Roe"
    assert not is_followed_by_name(text, text.index(","), text.index("Roe"))
