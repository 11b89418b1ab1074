"""Make what searches with phrases need, words of articles, and logs for stable cursors."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.article_index import create_search_indexes, drop_search_indexes
from migrations.list_orders import (
    ARTICLES,
    QUOTES_BY_OUTLETS,
    SPEAKERS,
    create_order_triggers,
    drop_order_triggers,
)
from service.dedup.quote_summary import relevance, wordings_in
from service.dedup.search_terms import article_words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "quotes", sa.Column("relevance", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index(
        op.f("ix_quotes_relevance_first_seen_id"), "quotes", ["relevance", "first_seen", "id"]
    )
    op.create_index(
        op.f("ix_quote_speakers_disputed"),
        "quote_speakers",
        ["quote_id"],
        sqlite_where=sa.text("disputed = 1"),
        postgresql_where=sa.text("disputed"),
    )
    op.create_table(
        "article_words",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_words_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_article_words")),
        sa.UniqueConstraint("article_id", name=op.f("uq_article_words_article_id")),
    )
    op.create_table(
        "list_clocks",
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("forgotten", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list", name=op.f("pk_list_clocks")),
    )
    _create_log(
        "quote",
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("outlet_count", sa.Integer(), nullable=False),
        sa.Column("relevance", sa.Integer(), nullable=False),
    )
    _create_log("article", sa.Column("dated_at", MOMENT, nullable=False))
    _create_log("speaker", sa.Column("sort_key", sa.String(), nullable=False))
    create_search_indexes()
    _fill()
    create_order_triggers(QUOTES_BY_OUTLETS, ARTICLES, SPEAKERS)


def _create_log(of: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        f"{of}_orders",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(f"{of}_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            [f"{of}_id"],
            [f"{of}s.id"],
            name=op.f(f"fk_{of}_orders_{of}_id_{of}s"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{of}_orders")),
    )
    op.create_index(op.f(f"ix_{of}_orders_{of}_id_number"), f"{of}_orders", [f"{of}_id", "number"])


def _fill() -> None:
    """Compute what rows of older versions lack."""
    connection = op.get_bind()
    quotes = sa.text("SELECT id, words, outlet_count FROM quotes WHERE outlet_count > 0")
    for row in connection.execute(quotes).all():
        length = len(wordings_in(row.words)[0])
        connection.execute(
            sa.text("UPDATE quotes SET relevance = :relevance WHERE id = :id"),
            {"id": row.id, "relevance": relevance(length, row.outlet_count)},
        )
    for (article_id,) in connection.execute(sa.text("SELECT id FROM articles")).all():
        query = sa.text("SELECT title, text FROM articles WHERE id = :id")
        title, text = connection.execute(query, {"id": article_id}).one()
        connection.execute(
            sa.text("INSERT INTO article_words (article_id, words) VALUES (:id, :words)"),
            {"id": article_id, "words": article_words(title, text)},
        )


def downgrade() -> None:
    drop_order_triggers(QUOTES_BY_OUTLETS, ARTICLES, SPEAKERS)
    drop_search_indexes()
    for table in ("speaker_orders", "article_orders", "quote_orders", "list_clocks"):
        op.drop_table(table)
    op.drop_table("article_words")
    op.drop_index(op.f("ix_quote_speakers_disputed"), "quote_speakers")
    op.drop_index(op.f("ix_quotes_relevance_first_seen_id"), "quotes")
    op.execute("ALTER TABLE quotes DROP COLUMN relevance")
