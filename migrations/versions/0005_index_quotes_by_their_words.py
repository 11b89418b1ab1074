"""Index quotes by their words, and utterances by all of theirs, for searches of either database.

SQLite has FTS5, kept up to date by triggers: whatever makes the table of quotes anew has to make
these anew as well. PostgreSQL has GIN, on the words as an array, which needs no parser of theirs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LONGEST = 64
"""PostgreSQL cannot index a word of some thousand bytes."""

# Normal words hold letters and digits of any script, and of other signs these.
TOKENISER = "ascii tokenchars '.$_-&'''"

SQLITE = (
    # Numbers for FTS5, which knows rows by nothing else. A table without such a key may get other
    # row ids when the file is vacuumed.
    "CREATE TABLE quote_index_numbers (number INTEGER PRIMARY KEY, quote_id CHAR(32) UNIQUE)",
    # Without content: the words themselves stand in quotes.
    f"""CREATE VIRTUAL TABLE quote_index USING fts5(words, content='', tokenize="{TOKENISER}")""",
    "INSERT INTO quote_index_numbers (quote_id) SELECT id FROM quotes WHERE words <> ''",
    "INSERT INTO quote_index (rowid, words) SELECT n.number, q.words"
    " FROM quotes q JOIN quote_index_numbers n ON n.quote_id = q.id WHERE q.words <> ''",
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
POSTGRESQL = (
    "CREATE INDEX quote_index ON quotes USING gin (string_to_array(btrim(words), ' '))",
    # Without statistics of the words the planner knows no rare word from a common one.
    "ANALYZE quotes",
)


def upgrade() -> None:
    op.create_index(op.f("ix_utterances_words_hash"), "utterances", ["words_hash"])
    of_sqlite = op.get_bind().dialect.name == "sqlite"
    _shorten("words GLOB '*" + "[^ ]" * (LONGEST + 1) + "*'" if of_sqlite else "words ~ '[^ ]{65}'")
    for statement in SQLITE if of_sqlite else POSTGRESQL:
        op.execute(statement)


def _shorten(too_long: str) -> None:
    run = op.get_bind().execute
    rows = run(sa.text(f"SELECT id, words FROM quotes WHERE {too_long}")).all()  # noqa: S608
    for row in rows:
        words = " ".join(word[:LONGEST] for word in row.words.split())
        run(
            sa.text("UPDATE quotes SET words = :words WHERE id = :id"),
            {"id": row.id, "words": f" {words} "},
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_utterances_words_hash"), "utterances")
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER quote_index_{event}")
        op.execute("DROP TABLE quote_index")
        op.execute("DROP TABLE quote_index_numbers")
    else:
        op.execute("DROP INDEX quote_index")
