"""Create and drop the index of quotes by their words, which each database has in its own way.

SQLite has FTS5, which triggers keep up to date: a migration that makes the table of quotes again
has to make these again as well. PostgreSQL has GIN on the words as an array, so it needs no parser.
"""

from __future__ import annotations

from alembic import op

# Normal words hold letters and digits of any script, and these signs.
TOKENISER = "ascii tokenchars '.$_-&'''"

SQLITE = (
    # FTS5 knows rows by numbers only. A table without such a key may get other row ids when the
    # file is vacuumed.
    "CREATE TABLE quote_index_numbers (number INTEGER PRIMARY KEY, quote_id CHAR(32) UNIQUE)",
    # Without content: the words themselves are in the table of quotes.
    f"""CREATE VIRTUAL TABLE quote_index USING fts5(words, content='', tokenize="{TOKENISER}")""",
    """CREATE TRIGGER quote_index_insert AFTER INSERT ON quotes WHEN new.words <> '' BEGIN
    INSERT INTO quote_index_numbers (quote_id) VALUES (new.id);
    INSERT INTO quote_index (rowid, words)
    SELECT number, new.words FROM quote_index_numbers WHERE quote_id = new.id;
    END""",
    """CREATE TRIGGER quote_index_update AFTER UPDATE OF words ON quotes
    WHEN old.words <> new.words BEGIN
    INSERT INTO quote_index (quote_index, rowid, words)
    SELECT 'delete', number, old.words FROM quote_index_numbers
    WHERE quote_id = old.id AND old.words <> '';
    INSERT OR IGNORE INTO quote_index_numbers (quote_id) VALUES (new.id);
    INSERT INTO quote_index (rowid, words)
    SELECT number, new.words FROM quote_index_numbers
    WHERE quote_id = new.id AND new.words <> '';
    END""",
    """CREATE TRIGGER quote_index_delete AFTER DELETE ON quotes BEGIN
    INSERT INTO quote_index (quote_index, rowid, words)
    SELECT 'delete', number, old.words FROM quote_index_numbers
    WHERE quote_id = old.id AND old.words <> '';
    DELETE FROM quote_index_numbers WHERE quote_id = old.id;
    END""",
)
POSTGRESQL = "CREATE INDEX quote_index ON quotes USING gin (string_to_array(btrim(words), ' '))"


def create_word_index() -> None:
    """Create the index. The table of quotes must be there and empty."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.execute(POSTGRESQL)


def drop_word_index() -> None:
    """Drop the index, with its triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER quote_index_{event}")
        op.execute("DROP TABLE quote_index")
        op.execute("DROP TABLE quote_index_numbers")
    else:
        op.execute("DROP INDEX quote_index")
