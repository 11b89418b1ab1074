"""Drop what slows an empty store's first rows down, and create it again when they are there.

An index that is built of sorted rows costs a fifth of one that gets its rows one by one, and one
join checks a foreign key faster than a look-up for each row. Both happen within the transaction. On
PostgreSQL the indexes of primary keys are dropped too. SQLite keeps rows in these, and stays so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

_LOCK = "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE"
_MEMORY = (
    "SET LOCAL maintenance_work_mem = '256MB'",
    "SET LOCAL work_mem = '256MB'",  # What counts the utterances of each key needs it.
)
_POSTGRESQL_KEYS = text(
    "SELECT conrelid::regclass::text AS owner, quote_ident(conname) AS name,"
    " contype = 'f' AS refers, pg_get_constraintdef(oid) AS definition FROM pg_constraint"
    " WHERE contype IN ('f', 'p', 'u') AND (conrelid::regclass::text = ANY(:tables)"
    " OR confrelid <> 0 AND confrelid::regclass::text = ANY(:tables)) ORDER BY contype, 1, 2"
)
_POSTGRESQL_INDEXES = text(
    "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition"
    " FROM pg_index WHERE indrelid::regclass::text = ANY(:tables)"
    " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1"
)
_SQLITE_INDEXES = text(
    "SELECT name, sql AS definition FROM sqlite_master"
    " WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name IN (SELECT value FROM json_each(:tables)) ORDER BY 1"
)


@contextmanager
def without_indexes(connection: Connection, tables: list[str]) -> Iterator[None]:
    """Let work write rows of tables without their indexes. Readers wait for them on PostgreSQL."""
    create = (
        _drop_on_postgresql(connection, tables)
        if connection.dialect.name == "postgresql"
        else _drop_on_sqlite(connection, tables)
    )
    yield
    for statement in create:
        connection.execute(text(statement))


def _drop_on_postgresql(connection: Connection, tables: list[str]) -> list[str]:
    keys = connection.execute(_POSTGRESQL_KEYS, {"tables": tables}).all()
    # Tables of which only a foreign key is dropped are locked at once with the others: a reader
    # who holds one of them and waits for another would end in a deadlock.
    changed = sorted({*tables, *(key.owner for key in keys)})
    connection.execute(text(_LOCK.format(", ".join(changed))))
    for setting in _MEMORY:
        connection.execute(text(setting))
    indexes = connection.execute(_POSTGRESQL_INDEXES, {"tables": tables}).all()
    for key in keys:  # The foreign keys are first: they need the keys that they refer to.
        connection.execute(text(f"ALTER TABLE {key.owner} DROP CONSTRAINT {key.name}"))
    for index in indexes:
        connection.execute(text(f"DROP INDEX {index.name}"))
    own, foreign = (
        [
            f"ALTER TABLE {key.owner} ADD CONSTRAINT {key.name} {key.definition}"
            for key in keys
            if key.refers is kind
        ]
        for kind in (False, True)
    )
    return [*own, *(index.definition for index in indexes), *foreign]


def _drop_on_sqlite(connection: Connection, tables: list[str]) -> list[str]:
    indexes = connection.execute(_SQLITE_INDEXES, {"tables": json.dumps(tables)}).all()
    for index in indexes:
        connection.execute(text(f"DROP INDEX {index.name}"))
    return [index.definition for index in indexes]
