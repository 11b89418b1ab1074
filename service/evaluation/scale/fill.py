"""Fill a database with batches of rows, and its index of keys in sorted order.

Keys first go to a table of their own. When the size is reached they are inserted sorted: one pass
over the index instead of a jump for each key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Table, func, select, text
from sqlalchemy.types import TypeEngine

from models import Base, Speaker, StopKey, UtteranceKey
from service.dedup.index_keys import STOP_KEY_UTTERANCES
from service.evaluation.scale.article_rows import TableRow, outlet_rows
from service.evaluation.scale.rows import TableRows

_ORDER = (
    "speakers",
    "articles",
    "quotations",
    "quotation_speakers",
    "quotes",
    "quote_speakers",
    "utterances",
    "utterance_prefilters",
    "fragment_hosts",
    "occurrences",
)
_KEYS = "scale_keys"
_BATCHES = "scale_batches"
_WIDE_CACHE = "PRAGMA cache_size = -1000000"


def prepare(engine: Engine) -> int:
    """Create the benchmark's own tables and the outlets; return how many batches are stored."""
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {_BATCHES} (number INTEGER)"))
        connection.execute(
            text(f"CREATE TABLE IF NOT EXISTS {_KEYS} (key BIGINT, utterance_id BIGINT)")
        )
        held: int = connection.execute(text(f"SELECT count(*) FROM {_BATCHES}")).scalar_one()  # noqa: S608
        if not held and not connection.scalar(select(func.count()).select_from(_table("outlets"))):
            insert_table_rows(connection, "outlets", outlet_rows())
    return held


def known_speakers(engine: Engine) -> set[str]:
    """Return the keys of the speakers in a database."""
    with engine.connect() as connection:
        return set(connection.scalars(select(Speaker.name_key)))


def fill(engine: Engine, number: int, rows: TableRows, speakers: set[str]) -> None:
    """Store a batch in one transaction, its keys in the benchmark's own table.

    Args:
        engine: The database.
        number: The number of the batch.
        rows: Its rows.
        speakers: The keys of the stored speakers; those of the batch are added.
    """
    new = [row for row in rows["speakers"] if row["name_key"] not in speakers]
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text(_WIDE_CACHE))
        for table in _ORDER:
            insert_table_rows(
                connection, table, new if table == "speakers" else rows.get(table, ())
            )
        _copy(
            connection,
            _KEYS,
            ("key", "utterance_id"),
            [(row["key"], row["utterance_id"]) for row in rows["utterance_keys"]],
        )
        connection.execute(text(f"INSERT INTO {_BATCHES} VALUES (:number)"), {"number": number})  # noqa: S608
    speakers.update(row["name_key"] for row in new)


def finish(engine: Engine) -> None:
    """Move the keys of a filled database to where assigning reads them; refresh statistics."""
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
                f"INSERT INTO {StopKey.__tablename__} (key)"  # noqa: S608
                f" SELECT key FROM {UtteranceKey.__tablename__} GROUP BY key"
                " HAVING count(*) >= :common ON CONFLICT DO NOTHING"
            ),
            {"common": STOP_KEY_UTTERANCES},
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
    engine.dispose()  # the next connection has the cache of a service


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


def insert_table_rows(connection: Connection, table: str, rows: Iterable[TableRow]) -> None:
    """Store rows in a table by the fastest way of the database."""
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
