"""Readiness is answered within a second, whatever the database does."""

from __future__ import annotations

import asyncio
import time
from threading import Event

import pytest

from service.errors import NotReady
from service.ready_check import ReadyCheck


def test_what_hangs_is_not_ready_and_asked_once() -> None:
    answers, asked = Event(), []

    def ask() -> None:
        asked.append(1)
        answers.wait()

    check = ReadyCheck(ask)

    async def ask_often() -> list[BaseException | None]:
        return await asyncio.gather(
            *(check.require_ready() for _ in range(20)), return_exceptions=True
        )

    started = time.monotonic()
    found = asyncio.run(ask_often())
    answers.set()
    assert all(isinstance(error, NotReady) for error in found)
    assert time.monotonic() - started < 2
    assert asked == [1]


def test_the_error_of_the_question_is_the_answer_until_it_is_gone() -> None:
    errors: list[Exception] = [NotReady("The disk is full.")]

    def ask() -> None:
        if errors:
            raise errors.pop()

    check = ReadyCheck(ask)
    with pytest.raises(NotReady, match="disk"):
        asyncio.run(check.require_ready())
    asyncio.run(check.require_ready())
