"""Readiness is answered within a second, whatever the database does."""

from __future__ import annotations

import asyncio
import time
from threading import Event

import pytest

from service.errors import NotReady, Overloaded
from service.ready_check import CheckStatus, ReadyCheck, ReadyReport


def test_what_hangs_is_not_ready_and_asked_once() -> None:
    answers, asked = Event(), []

    def ask() -> None:
        asked.append(1)
        answers.wait()

    check = ReadyCheck(ask)

    async def ask_often() -> list[ReadyReport]:
        return await asyncio.gather(*(check.report() for _ in range(20)))

    started = time.monotonic()
    found = asyncio.run(ask_often())
    answers.set()
    assert {report.checks["database"] for report in found} == {CheckStatus.FAILED}
    assert time.monotonic() - started < 2
    assert asked == [1]


def test_the_error_of_the_question_is_the_answer_until_it_is_gone() -> None:
    errors: list[Exception] = [NotReady("The disk is full.")]

    def ask() -> None:
        if errors:
            raise errors.pop()

    check = ReadyCheck(ask)
    assert asyncio.run(check.report()).detail == "The disk is full."
    assert asyncio.run(check.report()).is_ready


@pytest.mark.parametrize(
    ("error", "failed", "unknown"),
    [
        (NotReady("a"), {"database"}, {"tables", "writes"}),
        (NotReady("a", part="tables"), {"tables"}, {"writes"}),
        (NotReady("a", part="writes"), {"writes"}, set()),
        (NotReady("a", part="engine"), {"engine"}, {"database", "tables", "writes"}),
        (Overloaded("a", retry_after=1), {"database"}, {"tables", "writes"}),
    ],
)
def test_the_report_says_which_check_fails(
    error: Exception, failed: set[str], unknown: set[str]
) -> None:
    def ask() -> None:
        raise error

    checks = asyncio.run(ReadyCheck(ask).report()).checks
    assert set(checks) == {"engine", "database", "tables", "writes"}
    assert {name for name, status in checks.items() if status == CheckStatus.FAILED} == failed
    assert {name for name, status in checks.items() if status == CheckStatus.UNKNOWN} == unknown
