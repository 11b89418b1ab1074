"""Group near copies of articles in stories, and count the origins of quotes.

Articles that are stored already get their stories by `onrecord recluster`. Until then each of them
counts as an origin of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.list_orders import (
    QUOTES_BY_ORIGINS,
    QUOTES_BY_OUTLETS,
    create_order_triggers,
    drop_order_triggers,
)

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "article_sketches",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shingles", sa.Integer(), nullable=False),
        sa.Column("least", sa.LargeBinary(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_article_sketches")),
        sa.UniqueConstraint("article_id", name=op.f("uq_article_sketches_article_id")),
    )
    op.create_index(op.f("ix_article_sketches_story_id"), "article_sketches", ["story_id"])
    op.create_table(
        "sketch_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_sketch_keys")),
        sqlite_with_rowid=False,
    )
    drop_order_triggers(QUOTES_BY_OUTLETS)
    for table in ("quotes", "quote_orders"):
        column = sa.Column("origin_count", sa.Integer(), nullable=False, server_default="0")
        op.add_column(table, column)
    op.execute(
        "UPDATE quotes SET origin_count = (SELECT count(DISTINCT article_id) FROM occurrences"
        " WHERE occurrences.quote_id = quotes.id)"
    )
    op.create_index(
        op.f("ix_quotes_origin_count_first_seen_id"), "quotes", ["origin_count", "first_seen", "id"]
    )
    create_order_triggers(QUOTES_BY_ORIGINS)


def downgrade() -> None:
    drop_order_triggers(QUOTES_BY_ORIGINS)
    op.drop_index(op.f("ix_quotes_origin_count_first_seen_id"), "quotes")
    op.execute("ALTER TABLE quotes DROP COLUMN origin_count")
    op.execute("ALTER TABLE quote_orders DROP COLUMN origin_count")
    create_order_triggers(QUOTES_BY_OUTLETS)
    op.drop_table("sketch_keys")
    op.drop_table("article_sketches")
