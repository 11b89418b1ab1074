"""Make the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SPANS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "outlets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("domain", sa.String()),
        sa.Column("name", sa.String()),
        sa.Column("name_key", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlets")),
        sa.UniqueConstraint("key", name=op.f("uq_outlets_key")),
    )
    op.create_index(op.f("ix_outlets_name_key"), "outlets", ["name_key"])

    op.create_table(
        "quotes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("normal_version", sa.Integer(), nullable=False),
        sa.Column("normal_hash", sa.String(), nullable=False),
        sa.Column("speaker_key", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("outlet_count", sa.Integer(), nullable=False),
        sa.Column("occurrence_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint(
            "normal_version",
            "normal_hash",
            "speaker_key",
            name=op.f("uq_quotes_normal_version_normal_hash_speaker_key"),
        ),
    )
    op.create_index(op.f("ix_quotes_first_seen_id"), "quotes", ["first_seen", "id"])
    op.create_index(
        op.f("ix_quotes_outlet_count_first_seen_id"), "quotes", ["outlet_count", "first_seen", "id"]
    )

    op.create_table(
        "speakers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("curated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
        sa.UniqueConstraint("name_key", name=op.f("uq_speakers_name_key")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String()),
        sa.Column("title", sa.String()),
        sa.Column("published_at", MOMENT),
        sa.Column("dated_at", MOMENT, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlets.id"], name=op.f("fk_articles_outlet_id_outlets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("outlet_id", "key", name=op.f("uq_articles_outlet_id_key")),
    )
    op.create_index(op.f("ix_articles_dated_at_id"), "articles", ["dated_at", "id"])
    op.create_index(
        op.f("ix_articles_outlet_id_dated_at_id"), "articles", ["outlet_id", "dated_at", "id"]
    )

    op.create_table(
        "quote_speakers",
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["quotes.id"],
            name=op.f("fk_quote_speakers_quote_id_quotes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_quote_speakers_speaker_id_speakers")
        ),
        sa.PrimaryKeyConstraint("quote_id", "speaker_id", name=op.f("pk_quote_speakers")),
    )
    op.create_index(
        op.f("ix_quote_speakers_speaker_id_quote_id"), "quote_speakers", ["speaker_id", "quote_id"]
    )

    op.create_table(
        "speaker_aliases",
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("alias_key", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speakers.id"],
            name=op.f("fk_speaker_aliases_speaker_id_speakers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("speaker_id", "alias_key", name=op.f("pk_speaker_aliases")),
    )
    op.create_index(op.f("ix_speaker_aliases_alias_key"), "speaker_aliases", ["alias_key"])

    op.create_table(
        "quotations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("content_text", sa.String(), nullable=False),
        sa.Column("content_spans", SPANS, nullable=False),
        sa.Column("cue_text", sa.String()),
        sa.Column("cue_spans", SPANS, nullable=False),
        sa.Column("source_text", sa.String()),
        sa.Column("source_spans", SPANS, nullable=False),
        sa.Column("resolution_step", sa.String(), nullable=False),
        sa.Column("resolution_confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_quotations_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotations")),
        sa.UniqueConstraint("article_id", "ordinal", name=op.f("uq_quotations_article_id_ordinal")),
    )
    op.create_table(
        "occurrences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("quotation_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("spans", SPANS, nullable=False),
        sa.Column("match", sa.String(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_occurrences_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["quotations.id"],
            name=op.f("fk_occurrences_quotation_id_quotations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quotes.id"], name=op.f("fk_occurrences_quote_id_quotes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint(
            "article_id", "ordinal", name=op.f("uq_occurrences_article_id_ordinal")
        ),
    )
    op.create_index(op.f("ix_occurrences_quotation_id"), "occurrences", ["quotation_id"])
    op.create_index(
        op.f("ix_occurrences_quote_id_article_id"), "occurrences", ["quote_id", "article_id"]
    )

    op.create_table(
        "quotation_speakers",
        sa.Column("quotation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Uuid()),
        sa.Column("name", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["quotations.id"],
            name=op.f("fk_quotation_speakers_quotation_id_quotations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_quotation_speakers_speaker_id_speakers")
        ),
        sa.PrimaryKeyConstraint("quotation_id", "position", name=op.f("pk_quotation_speakers")),
    )
    op.create_index(op.f("ix_quotation_speakers_speaker_id"), "quotation_speakers", ["speaker_id"])


def downgrade() -> None:
    op.drop_table("quotation_speakers")
    op.drop_table("occurrences")
    op.drop_table("quotations")
    op.drop_table("speaker_aliases")
    op.drop_table("quote_speakers")
    op.drop_table("articles")
    op.drop_table("speakers")
    op.drop_table("quotes")
    op.drop_table("outlets")
