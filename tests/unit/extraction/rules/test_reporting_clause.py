"""The clause right before a quoted span: who speaks, with which verb, and what belongs to it."""

from __future__ import annotations

import time

import pytest

from service.extraction.rules.reporting_clause import find_reporting_clause
from service.text.spans import Span


def clause(text: str, *, perceived: bool = False) -> tuple[str, str, str] | None:
    """The words up to a mark -> source, cue and complement."""
    found = find_reporting_clause(text, Span(0, len(text)), perceived=perceived)
    if found is None:
        return None
    return found.source.of(text), found.cue.of(text), found.complement.of(text).strip()


@pytest.mark.parametrize(
    ("text", "source", "cue", "complement"),
    [
        ("that Ned Pike had once called her ", "Ned Pike", "called", "her"),
        ("that Mayor Ned Pike labelled the pier ", "Mayor Ned Pike", "labelled", "the pier"),
        ("Ned Pike telling her ", "Ned Pike", "telling", ""),
        ("her father warning her: ", "her father", "warning", ""),
        ("that the mayor, Ned Pike, shouted ", "the mayor, Ned Pike", "shouted", ""),
        ("she was told by Ned Pike to ", "Ned Pike", "told", "to"),
        ("she had been ordered by her boss, Ned Pike, to ", "her boss, Ned Pike", "ordered", "to"),
        ("she was told by producer Ned Pike to ", "producer Ned Pike", "told", "to"),
        ("he was warned by Dr Pike that it was ", "Dr Pike", "warned", "that it was"),
        ("she rejects what the ministry calls ", "the ministry", "calls", ""),
    ],
)
def test_the_clause_has_a_subject_or_an_agent(
    text: str, source: str, cue: str, complement: str
) -> None:
    assert clause(text) == (source, cue, complement)


@pytest.mark.parametrize(
    "text",
    [
        "that Ned Pike never called it ",
        "that Ned Pike would call it ",
        "that Ned Pike offered her a ",
        "she was told to ",
        "the boy nicknamed ",
        "that anyone who calls it ",
        "that the United States should see it as ",
        "Ned Pike said it was late, and the pier was ",
    ],
)
def test_no_clause_where_nothing_is_said_or_nobody_is_named(text: str) -> None:
    assert clause(text) is None


def test_a_verb_without_an_ending_needs_a_hearer() -> None:
    assert clause("Ned Pike call it ") is None
    assert clause("Ned Pike call it ", perceived=True) == ("Ned Pike", "call", "it")


def test_the_cost_does_not_grow_with_the_region() -> None:
    text = "that Ned Pike said the pier " * 20_000
    started = time.perf_counter()

    find_reporting_clause(text, Span(0, len(text)))

    assert time.perf_counter() - started < 0.5
