"""Create and drop PostgreSQL's function for the pairs of words of a line, and indexes with it.

A phrase of frequent words may be rare. Its pairs of neighbouring words are rare, too, so the index
finds it without a look at each line that holds the words. A pair is a number below 65,536: an index
of the pairs themselves would be several times as large. One pair in a hundred articles is there by
chance, so the line is still searched for the phrase. SQLite's FTS5 knows the places of words.
"""

from __future__ import annotations

from alembic import op

# `hashtext` is also what indexes of the type "hash" are made of. So its numbers do not change.
_FUNCTION = """CREATE FUNCTION word_pairs(line text) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
    word text;
    before text;
    pairs integer[] := '{}';
BEGIN
    FOREACH word IN ARRAY string_to_array(btrim(line), ' ') LOOP
        IF before IS NOT NULL THEN
            pairs := pairs || (hashtext(before || word) & 65535);
        END IF;
        before := word || ' ';
    END LOOP;
    RETURN pairs;
END $$"""
_WORDS = "array_to_tsvector(string_to_array(btrim(words), ' '))"
_TABLES = {"quote_index": "quotes", "article_index": "article_words"}


def create_pair_indexes() -> None:
    """Make the indexes of words hold pairs of words, too. One index of both reads least."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for index, table in _TABLES.items():
            op.execute(f"DROP INDEX {index}")
            # An insert that finds this much waiting work does it: not too much for one request.
            op.execute(
                f"CREATE INDEX {index} ON {table} USING gin ({_WORDS}, word_pairs(words))"
                " WITH (gin_pending_list_limit = 1024)"
            )


def drop_pair_indexes() -> None:
    """Restore the indexes as they were."""
    if op.get_bind().dialect.name == "postgresql":
        for index, table in _TABLES.items():
            op.execute(f"DROP INDEX {index}")
            op.execute(f"CREATE INDEX {index} ON {table} USING gin ({_WORDS})")
        op.execute("DROP FUNCTION word_pairs(text)")
