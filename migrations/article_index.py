"""Create and drop the indexes that searches with phrases and beginnings of words need.

Articles get an index of words as quotes have one (`migrations.word_index`). On PostgreSQL both are
GIN over a `tsvector` without places: it finds words by their beginnings, an index of arrays cannot.
"""

from __future__ import annotations

from alembic import op

from migrations.word_index import TOKENISER

SQLITE = (
    f"""CREATE VIRTUAL TABLE article_index USING fts5(words, content='', tokenize="{TOKENISER}")""",
    """CREATE TRIGGER article_index_insert AFTER INSERT ON article_words BEGIN
    INSERT INTO article_index (rowid, words) VALUES (new.number, new.words);
    END""",
    """CREATE TRIGGER article_index_update AFTER UPDATE OF words ON article_words BEGIN
    INSERT INTO article_index (article_index, rowid, words)
    VALUES ('delete', old.number, old.words);
    INSERT INTO article_index (rowid, words) VALUES (new.number, new.words);
    END""",
    """CREATE TRIGGER article_index_delete AFTER DELETE ON article_words BEGIN
    INSERT INTO article_index (article_index, rowid, words)
    VALUES ('delete', old.number, old.words);
    END""",
)
_OF_ARRAY = "CREATE INDEX quote_index ON quotes USING gin (string_to_array(btrim(words), ' '))"
_OF_TSVECTOR = (
    "CREATE INDEX {}_index ON {} USING gin (array_to_tsvector(string_to_array(btrim(words), ' ')))"
)


def create_search_indexes() -> None:
    """Create the indexes. `article_words` must be there and empty."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.execute("DROP INDEX quote_index")
        op.execute(_OF_TSVECTOR.format("quote", "quotes"))
        op.execute(_OF_TSVECTOR.format("article", "article_words"))


def drop_search_indexes() -> None:
    """Drop them, and restore the index of quotes as it was."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER article_index_{event}")
        op.execute("DROP TABLE article_index")
    else:
        op.execute("DROP INDEX article_index")
        op.execute("DROP INDEX quote_index")
        op.execute(_OF_ARRAY)
