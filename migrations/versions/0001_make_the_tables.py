"""Make the tables, and the index of quotes by their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.word_index import create_word_index, drop_word_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
# SQLite counts up only a primary key of type INTEGER.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fragment_hosts",
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("host", sa.String(32), nullable=False),
        sa.Column("fragment", sa.String(32), nullable=False),
        sa.Column("shared", sa.Double(), nullable=False),
        sa.Column("covered", sa.Double(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_fragment_hosts")),
    )
    op.create_index(op.f("ix_fragment_hosts_host_id"), "fragment_hosts", ["host_id"])
    op.create_table(
        "judgements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String()),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("object_key", sa.String()),
        sa.Column("object_id", sa.Uuid()),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("editor", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
        sa.UniqueConstraint("number", name=op.f("uq_judgements_number")),
    )
    op.create_index(op.f("ix_judgements_object_key"), "judgements", ["object_key"])
    op.create_index(op.f("ix_judgements_subject_key"), "judgements", ["subject_key"])
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
        sa.Column("anchor_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid()),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("outlet_count", sa.Integer(), nullable=False),
        sa.Column("occurrence_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    op.create_index(op.f("ix_quotes_anchor_id"), "quotes", ["anchor_id"])
    op.create_index(op.f("ix_quotes_first_seen_id"), "quotes", ["first_seen", "id"])
    op.create_index(
        op.f("ix_quotes_outlet_count_first_seen_id"), "quotes", ["outlet_count", "first_seen", "id"]
    )
    op.create_index(
        op.f("ix_quotes_successor_id"),
        "quotes",
        ["successor_id"],
        sqlite_where=sa.text("successor_id IS NOT NULL"),
        postgresql_where=sa.text("successor_id IS NOT NULL"),
    )
    op.create_table(
        "speakers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("successor_id", sa.Uuid()),
        sa.Column("curated", sa.Boolean(), nullable=False),
        sa.Column("listed_name", sa.String()),
        sa.Column("listed_kind", sa.String()),
        sa.Column("listed_wikidata_id", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wikidata_id", sa.String()),
        sa.Column("notes", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
        sa.UniqueConstraint("name_key", name=op.f("uq_speakers_name_key")),
    )
    op.create_index(op.f("ix_speakers_sort_key_id"), "speakers", ["sort_key", "id"])
    op.create_index(op.f("ix_speakers_successor_id"), "speakers", ["successor_id"])
    op.create_table(
        "stop_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stop_keys")),
    )
    op.create_table(
        "utterance_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("utterance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "utterance_id", name=op.f("pk_utterance_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "utterance_prefilters",
        sa.Column("utterance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bits", sa.Double(), nullable=False),
        sa.Column("day", sa.Integer()),
        sa.Column("stems", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("utterance_id", name=op.f("pk_utterance_prefilters")),
        sqlite_with_rowid=False,
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
        sa.Column("period", sa.String(), nullable=False),
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
    op.create_index(op.f("ix_articles_outlet_id_period"), "articles", ["outlet_id", "period"])
    op.create_table(
        "judgement_occurrences",
        sa.Column("judgement_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("outlet_key", sa.String(), nullable=False),
        sa.Column("article_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"],
            ["judgements.id"],
            name=op.f("fk_judgement_occurrences_judgement_id_judgements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "judgement_id", "place", "name_key", name=op.f("pk_judgement_occurrences")
        ),
    )
    op.create_index(
        op.f("ix_judgement_occurrences_article_key"), "judgement_occurrences", ["article_key"]
    )
    op.create_index(op.f("ix_judgement_occurrences_place"), "judgement_occurrences", ["place"])
    op.create_table(
        "quote_speakers",
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
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
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
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
        "utterances",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words_hash", sa.String(32), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("speakers", JSON, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Integer()),
        sa.Column("place", sa.String(32)),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("quote_id", sa.Uuid()),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quotes.id"], name=op.f("fk_utterances_quote_id_quotes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterances")),
        sa.UniqueConstraint("digest", name=op.f("uq_utterances_digest")),
    )
    op.create_index(op.f("ix_utterances_group_id"), "utterances", ["group_id"])
    op.create_index(
        op.f("ix_utterances_place"),
        "utterances",
        ["place"],
        sqlite_where=sa.text("judged = 1"),
        postgresql_where=sa.text("judged"),
    )
    op.create_index(op.f("ix_utterances_quote_id"), "utterances", ["quote_id"])
    op.create_index(op.f("ix_utterances_version_quote_id"), "utterances", ["version", "quote_id"])
    op.create_index(op.f("ix_utterances_words_hash"), "utterances", ["words_hash"])
    op.create_table(
        "quotations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("content_text", sa.String(), nullable=False),
        sa.Column("content_spans", JSON, nullable=False),
        sa.Column("cue_text", sa.String()),
        sa.Column("cue_spans", JSON, nullable=False),
        sa.Column("source_text", sa.String()),
        sa.Column("source_spans", JSON, nullable=False),
        sa.Column("resolution_step", sa.String(), nullable=False),
        sa.Column("resolution_confidence", sa.Double(), nullable=False),
        sa.Column("mention_text", sa.String()),
        sa.Column("mention_spans", JSON, nullable=False),
        sa.Column("via_name", sa.String()),
        sa.Column("via_kind", sa.String()),
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
        sa.Column("utterance_id", NUMBER, nullable=False),
        sa.Column("quotation_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("spans", JSON, nullable=False),
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
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterances.id"], name=op.f("fk_occurrences_utterance_id_utterances")
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
    op.create_index(op.f("ix_occurrences_utterance_id"), "occurrences", ["utterance_id"])
    op.create_table(
        "quotation_speakers",
        sa.Column("quotation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Uuid()),
        sa.Column("name", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name_key", sa.String()),
        sa.Column("surname", sa.String()),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String()),
        sa.Column("gender", sa.String()),
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
    op.create_index(
        op.f("ix_quotation_speakers_name_key_name_kind"),
        "quotation_speakers",
        ["name_key", "name", "kind"],
    )
    op.create_index(op.f("ix_quotation_speakers_speaker_id"), "quotation_speakers", ["speaker_id"])
    op.create_index(
        op.f("ix_quotation_speakers_surname_alone_title"),
        "quotation_speakers",
        ["surname", "alone", "title"],
    )
    create_word_index()


def downgrade() -> None:
    drop_word_index()
    for table in (
        "quotation_speakers",
        "occurrences",
        "quotations",
        "utterances",
        "speaker_aliases",
        "quote_speakers",
        "judgement_occurrences",
        "articles",
        "utterance_prefilters",
        "utterance_keys",
        "stop_keys",
        "speakers",
        "quotes",
        "outlets",
        "judgements",
        "fragment_hosts",
    ):
        op.drop_table(table)
