"""A connection of psycopg that gives up a server that does not answer."""

from __future__ import annotations

from typing import Any

import psycopg

# The pool asks each connection whether it lives, with autocommit, before it gives it out.
_PING_SECONDS = 3.0


class NoAnswer(psycopg.OperationalError):
    """PostgreSQL did not answer in time, and the connection is closed."""


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that waits `answer_seconds` for an answer, and not longer.

    `statement_timeout` is kept by the server. A server that hangs keeps nothing, and neither does a
    network that drops packets while the system still acknowledges them.
    """

    answer_seconds: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Return what the server answers.

        Raises:
            NoAnswer: it did not answer in time.
        """
        if timeout is not None or self.answer_seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            seconds = _PING_SECONDS if self.autocommit else self.answer_seconds
            return super().wait(gen, interval, seconds)
        except psycopg.errors._WaitTimeout:
            # The answer may still come, and would be taken for that of the next statement.
            self.pgconn.finish()
            raise NoAnswer("no answer in time") from None
