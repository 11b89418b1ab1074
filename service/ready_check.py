"""Ask whether the process can answer, and wait for no more than a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from service.errors import NotReady, Overloaded

_SECONDS = 0.8


class CheckStatus(StrEnum):
    """The result of one check; unknown where another one failed before it."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"


_DATABASE_CHECKS = ("database", "tables", "writes")
"""In their order: where one fails, those after it are unknown."""


@dataclass(frozen=True, slots=True)
class ReadyReport:
    """The result of each check, and what is wrong where one fails."""

    checks: dict[str, CheckStatus]
    detail: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether every check is passed."""
        return self.detail is None


class ReadyCheck:
    """Asks in a thread of its own, so that busy threads do not hold it up.

    One question is asked at a time: where the database hangs, all wait for the same one.
    """

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ready")
        self._asked: Future[None] | None = None

    async def report(self) -> ReadyReport:
        """Return what the error with which `ask` fails says, or that it takes too long."""
        try:
            await self._wait()
        except NotReady as error:
            return report_failure(error)
        except Overloaded as error:
            return report_failure(NotReady(error.detail))
        names = ("engine", *_DATABASE_CHECKS)
        return ReadyReport(dict.fromkeys(names, CheckStatus.OK))

    async def _wait(self) -> None:
        if self._asked is None or self._asked.done():
            self._asked = self._thread.submit(self._ask)
        answer = asyncio.wrap_future(self._asked)
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        done, _ = await asyncio.wait({answer}, timeout=_SECONDS)
        if not done:
            raise NotReady("The database did not answer within a second.")
        answer.result()


def report_failure(error: NotReady) -> ReadyReport:
    """Return the report that names the part of an error as failed."""
    if error.part not in _DATABASE_CHECKS:
        checks = {error.part: CheckStatus.FAILED}
        checks |= dict.fromkeys(_DATABASE_CHECKS, CheckStatus.UNKNOWN)
        return ReadyReport(checks, detail=error.detail)
    place = _DATABASE_CHECKS.index(error.part)
    checks = dict.fromkeys(("engine", *_DATABASE_CHECKS[:place]), CheckStatus.OK)
    checks[error.part] = CheckStatus.FAILED
    checks |= dict.fromkeys(_DATABASE_CHECKS[place + 1 :], CheckStatus.UNKNOWN)
    return ReadyReport(checks, detail=error.detail)
