"""Limits of time on connections to PostgreSQL. The driver is optional, so it is imported late."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

# A server that does not answer is given up, instead of waiting for TCP (about fifteen minutes).
_CONNECT: dict[str, object] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,  # milliseconds
}
# PostgreSQL ends a statement at its limit. Only if it does not, the connection is given up.
_EXTRA_SECONDS = 2.0
# A process that was stopped within a transaction keeps its locks from all others.
_IDLE_SECONDS = 120.0


def bound_waiting(engine: Engine, *, lock_seconds: float, statement_seconds: float | None) -> None:
    """Limit how long connections of an engine wait for the network, for locks and for statements.

    Args:
        engine: The engine, before its first connection. What its URL sets is kept.
        lock_seconds: How long a statement may wait for a lock, if `statement_seconds` is given.
        statement_seconds: How long a statement may take. None limits connecting alone.
    """

    def connect(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Any:
        for name, value in _CONNECT.items():
            options.setdefault(name, value)
        if statement_seconds is None:
            return None  # SQLAlchemy connects.
        from service.storage.db.bounded_connection import BoundedConnection

        connection = BoundedConnection.connect(*arguments, **options)
        connection.answer_seconds = statement_seconds + _EXTRA_SECONDS
        connection.autocommit = True
        for name, seconds in (
            ("lock_timeout", lock_seconds),
            ("statement_timeout", statement_seconds),
            ("idle_in_transaction_session_timeout", _IDLE_SECONDS),
        ):
            connection.execute(
                "SELECT set_config(%s, %s, false)", (name, f"{round(seconds * 1000)}ms")
            )
        connection.autocommit = False
        return connection

    event.listen(engine, "do_connect", connect)
