"""Create and drop the triggers that log what rows of a list were sorted by before a change.

The row of `list_clocks` stays locked up to the commit. So numbers have the order of commits, and a
reader that sees a number sees all smaller ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from alembic import op

HELD = 10_000
"""How many changes of each list are kept. `service.storage.db.order_log` refuses older cursors."""


@dataclass(frozen=True, slots=True)
class LoggedTable:
    """A table of which lists are made, and its log."""

    table: str
    log: str
    row_id: str
    """The column of the log that names the row."""
    columns: tuple[str, ...]
    """What lists are sorted by."""
    listed: str = "true"
    """The condition that the row was in lists before the change."""


QUOTES_BY_OUTLETS = LoggedTable(
    "quotes",
    "quote_orders",
    "quote_id",
    ("first_seen", "outlet_count", "relevance"),
    "old.outlet_count > 0",
)
QUOTES_BY_ORIGINS = replace(QUOTES_BY_OUTLETS, columns=(*QUOTES_BY_OUTLETS.columns, "origin_count"))
"""The same from revision 0008 on."""
ARTICLES = LoggedTable("articles", "article_orders", "article_id", ("dated_at",))
SPEAKERS = LoggedTable(
    "speakers", "speaker_orders", "speaker_id", ("sort_key",), "old.sort_key <> ''"
)

SQLITE = """CREATE TRIGGER {log}_update AFTER UPDATE OF {columns} ON {table}
WHEN {listed} AND ({changed}) BEGIN
    INSERT INTO list_clocks (list, number, forgotten) VALUES ('{table}', 1, 0)
    ON CONFLICT (list) DO UPDATE SET number = number + 1;
    INSERT INTO {log} (number, {row_id}, {columns})
    SELECT number, old.id, {old} FROM list_clocks WHERE list = '{table}';
    DELETE FROM {log} WHERE number <= (SELECT max(number) FROM {log}) - {held};
END"""
FUNCTION = """CREATE FUNCTION {log}_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change bigint;
BEGIN
    INSERT INTO list_clocks AS clock (list, number, forgotten) VALUES ('{table}', 1, 0)
    ON CONFLICT (list) DO UPDATE SET number = clock.number + 1 RETURNING number INTO change;
    INSERT INTO {log} (number, {row_id}, {columns}) VALUES (change, old.id, {old});
    DELETE FROM {log} WHERE number <= change - {held};
    RETURN NULL;
END $$"""
POSTGRESQL = """CREATE TRIGGER {log}_update AFTER UPDATE OF {columns} ON {table}
FOR EACH ROW WHEN ({listed} AND ({changed})) EXECUTE FUNCTION {log}_update()"""


def create_order_triggers(*logged: LoggedTable) -> None:
    """Create the triggers of these tables. The tables must be there."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for each in logged:
        for statement in (SQLITE,) if on_sqlite else (FUNCTION, POSTGRESQL):
            op.execute(_write(statement, each))


def drop_order_triggers(*logged: LoggedTable) -> None:
    """Drop the triggers of these tables. The tables may stay."""
    for each in logged:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {each.log}_update")
        else:
            op.execute(f"DROP TRIGGER {each.log}_update ON {each.table}")
            op.execute(f"DROP FUNCTION {each.log}_update()")


def _write(statement: str, each: LoggedTable) -> str:
    return statement.format(
        table=each.table,
        log=each.log,
        row_id=each.row_id,
        columns=", ".join(each.columns),
        old=", ".join(f"old.{column}" for column in each.columns),
        changed=" OR ".join(f"old.{column} <> new.{column}" for column in each.columns),
        listed=each.listed,
        held=HELD,
    )
