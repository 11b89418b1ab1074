"""Keep quotes as clusters of utterances, with the keys by which these meet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

COPIED = ("quotes", "quote_speakers", "occurrences")


def upgrade() -> None:
    # Tables that lose columns are made anew: SQLite's way of doing that to a table in place would
    # drop the rows that refer to it.
    for name in COPIED:
        op.execute(f"CREATE TABLE former_{name} AS SELECT * FROM {name}")  # noqa: S608
    for name in reversed(COPIED):
        op.drop_table(name)
    op.drop_table("judgement_moves")
    _make_quotes()
    _make_utterances()
    _make_occurrences()
    _make_judgement_occurrences()
    _fill()
    for name in COPIED:
        op.drop_table(f"former_{name}")


def _make_quotes() -> None:
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
    op.create_index(op.f("ix_quotes_anchor_id"), "quotes", ["anchor_id"])
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


def _make_utterances() -> None:
    op.create_table(
        "utterances",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words_hash", sa.String(32), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("bits", sa.Double(), nullable=False),
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
    op.create_index(op.f("ix_utterances_quote_id"), "utterances", ["quote_id"])
    op.create_index(op.f("ix_utterances_group_id"), "utterances", ["group_id"])
    op.create_index(op.f("ix_utterances_version_quote_id"), "utterances", ["version", "quote_id"])
    op.create_index(
        op.f("ix_utterances_place"),
        "utterances",
        ["place"],
        sqlite_where=sa.text("judged = 1"),
        postgresql_where=sa.text("judged"),
    )
    op.create_table(
        "utterance_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("utterance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "utterance_id", name=op.f("pk_utterance_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stop_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stop_keys")),
    )
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


def _make_occurrences() -> None:
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
    op.create_index(
        op.f("ix_occurrences_quote_id_article_id"), "occurrences", ["quote_id", "article_id"]
    )
    op.create_index(op.f("ix_occurrences_quotation_id"), "occurrences", ["quotation_id"])
    op.create_index(op.f("ix_occurrences_utterance_id"), "occurrences", ["utterance_id"])


def _make_judgement_occurrences() -> None:
    with op.batch_alter_table("judgements") as judgements:
        judgements.alter_column("subject_key", existing_type=sa.String(), nullable=True)
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


def _fill() -> None:
    # Each occurrence is an utterance of its own, of no version: `onrecord recluster` compares them.
    run = op.get_bind().execute
    quotes = (
        "INSERT INTO quotes (id, anchor_id, successor_id, words, judged, text, kind,"
        " first_seen, outlet_count, occurrence_count)"
        " SELECT q.id, coalesce(CAST((SELECT min(CAST(o.id AS TEXT)) FROM former_occurrences o"
        " WHERE o.quote_id = q.id) AS UUID), q.id), q.successor_id, q.words, :no, q.text,"
        " q.kind, q.first_seen, q.outlet_count, q.occurrence_count FROM former_quotes q"
    )
    if op.get_bind().dialect.name == "sqlite":
        quotes = quotes.replace("AS UUID", "AS TEXT")
    run(sa.text(quotes), {"no": False})
    run(
        sa.text(
            "INSERT INTO quote_speakers (quote_id, speaker_id, disputed)"
            " SELECT quote_id, speaker_id, :no FROM former_quote_speakers"
        ),
        {"no": False},
    )
    run(
        sa.text(
            "INSERT INTO utterances (digest, version, words_hash, form, bits, speakers, source,"
            " judged, group_id, quote_id)"
            " SELECT replace(CAST(id AS TEXT), '-', ''), 0, '', '', 0, '[]', '',"
            " :no, 0, quote_id FROM former_occurrences ORDER BY CAST(id AS TEXT)"
        ),
        {"no": False},
    )
    run(sa.text("UPDATE utterances SET group_id = id"))
    run(
        sa.text(
            "INSERT INTO occurrences (id, quote_id, utterance_id, quotation_id, article_id,"
            " ordinal, text, spans) SELECT o.id, o.quote_id, u.id, o.quotation_id, o.article_id,"
            " o.ordinal, o.text, o.spans FROM former_occurrences o"
            " JOIN utterances u ON u.digest = replace(CAST(o.id AS TEXT), '-', '')"
        )
    )


def downgrade() -> None:
    raise RuntimeError("clusters would be lost: restore a backup made before the upgrade")
