"""Answers over the demo articles stay the same, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.golden import pinned

CHANGED = """
{what} changed. If you only moved or renamed code, the code does something else now: mend it.
If you meant to change an answer, run `python -m tests.golden.write` and look at the difference.
"""
ROWS = """
Stored rows of the demo articles changed: {what}. Older rows are never found again.
If you meant it, first raise `VERSION` of the stored form, or write a migration.
"""


@pytest.fixture(scope="module")
def today(empty_database: str) -> dict[str, Any]:
    return dict(pinned.as_json(pinned.answers(empty_database)))


@pytest.mark.parametrize(
    "part",
    [
        "POST /v1/articles",
        "GET /v1/articles",
        "GET /v1/articles/{id}",
        "GET /v1/quotes",
        "GET /v1/quotes/{id}",
        "GET /v1/speakers",
        "GET /v1/speakers/{id}/quotes",
        "GET /v1/outlets",
        "POST /v1/quotes/match",
    ],
)
def test_answers_are_as_before(today: dict[str, Any], part: str) -> None:
    assert today[part] == pinned.load("answers")[part], CHANGED.format(what=f"Answers of {part}")


@pytest.mark.parametrize("table", ["utterances", "outlets", "articles", "speakers"])
def test_stored_rows_are_as_before(today: dict[str, Any], table: str) -> None:
    pins = pinned.load("answers")["rows"]
    assert today["rows"][table] == pins[table], ROWS.format(what=table)


def test_extract_prints_the_same_lines() -> None:
    assert pinned.extracted() == pinned.load("extracted"), CHANGED.format(what="`onrecord extract`")
