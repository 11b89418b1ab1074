"""Rows of batches -> a database that grows, with its keys in the order in which it keeps them.

Keys wait in a table of their own until the size is reached, and then go in sorted: one pass over
the index instead of a jump for each key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Table, func, select, text
from sqlalchemy.types import TypeEngine

from models import Base, CommonKey, Speaker, UtteranceKey
from service.evaluation.scale.article_rows import Row, outlet_rows
from service.evaluation.scale.rows import Rows
from service.storage.clusters.candidates import COMMON

_ORDER = (
    "speakers",
    "articles",
    "quotations",
    "quotation_speakers",
    "quotes",
    "quote_speakers",
    "utterances",
    "utterance_outlines",
    "follows",
    "occurrences",
)
_KEYS = "scale_keys"
_BATCHES = "scale_batches"
_WIDE_CACHE = "PRAGMA cache_size = -1000000"


def prepare(engine: Engine) -> int:
    """A migrated database -> how many batches it holds; outlets and the script's own tables too."""
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {_BATCHES} (number INTEGER)"))
        connection.execute(
            text(f"CREATE TABLE IF NOT EXISTS {_KEYS} (key BIGINT, utterance_id BIGINT)")
        )
        held: int = connection.execute(text(f"SELECT count(*) FROM {_BATCHES}")).scalar_one()  # noqa: S608
        if not held and not connection.scalar(select(func.count()).select_from(_table("outlets"))):
            insert(connection, "outlets", outlet_rows())
    return held


def known_speakers(engine: Engine) -> set[str]:
    """A database -> the keys of the speakers in it."""
    with engine.connect() as connection:
        return set(connection.scalars(select(Speaker.name_key)))


def fill(engine: Engine, number: int, rows: Rows, speakers: set[str]) -> None:
    """A batch, and the speakers that are there (it adds its own) -> it is stored but for its keys.

    Either all of it is stored or nothing.
    """
    new = [row for row in rows["speakers"] if row["name_key"] not in speakers]
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text(_WIDE_CACHE))
        for table in _ORDER:
            insert(connection, table, new if table == "speakers" else rows.get(table, ()))
        _copy(
            connection,
            _KEYS,
            ("key", "utterance_id"),
            [(row["key"], row["utterance_id"]) for row in rows["utterance_keys"]],
        )
        connection.execute(text(f"INSERT INTO {_BATCHES} VALUES (:number)"), {"number": number})  # noqa: S608
    speakers.update(row["name_key"] for row in new)


def finish(engine: Engine) -> None:
    """A filled database -> its keys are where placing looks, and its statistics are fresh."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text(_WIDE_CACHE))
        connection.execute(
            text(
                f"INSERT INTO {UtteranceKey.__tablename__} (key, utterance_id)"  # noqa: S608
                f" SELECT key, utterance_id FROM {_KEYS} ORDER BY key, utterance_id"
            )
        )
        connection.execute(
            text(
                f"INSERT INTO {CommonKey.__tablename__} (key)"  # noqa: S608
                f" SELECT key FROM {UtteranceKey.__tablename__} GROUP BY key"
                " HAVING count(*) >= :common ON CONFLICT DO NOTHING"
            ),
            {"common": COMMON},
        )
        connection.execute(text(f"DELETE FROM {_KEYS}"))  # noqa: S608
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(
                    "SELECT setval(pg_get_serial_sequence('utterances', 'id'), max(id))"
                    " FROM utterances"
                )
            )
    _tidy(engine)
    engine.dispose()  # the next connection has the cache that a service has


def _tidy(engine: Engine) -> None:
    # None of it can be done within a transaction.
    driver: Any = engine.raw_connection().driver_connection
    if engine.dialect.name == "postgresql":
        driver.autocommit = True
        driver.execute("VACUUM ANALYZE")
        driver.execute("CHECKPOINT")
    else:
        driver.execute("ANALYZE")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    driver.close()


def insert(connection: Connection, table: str, rows: Iterable[Row]) -> None:
    """A table's name and rows -> they are stored, by the fastest way there is."""
    columns = list(_table(table).columns)
    binders = [_binder(column.type, connection.dialect) for column in columns]
    named = [(column.name, bind) for column, bind in zip(columns, binders, strict=True)]
    values = [tuple(bind(row[name]) for name, bind in named) for row in rows]
    _copy(connection, table, [column.name for column in columns], values)


def _copy(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    names = ", ".join(columns)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608
        return
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any]:
    return kind.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
