"""Keep a registry of speakers: surnames alone, successors, judgements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from service.speakers.names.printed_names import parse_printed_name
from service.storage.tables.articles import period_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CHANGES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    # Columns are added one by one: a copy of a table, which is how SQLite does more than that,
    # would drop the rows that refer to it.
    op.add_column("articles", sa.Column("period", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_articles_outlet_id_period"), "articles", ["outlet_id", "period"])

    for name in ("name_key", "surname", "title", "gender"):
        op.add_column("quotation_speakers", sa.Column(name, sa.String()))
    no = sa.false()
    op.add_column(
        "quotation_speakers", sa.Column("alone", sa.Boolean(), nullable=False, server_default=no)
    )
    op.create_index(
        op.f("ix_quotation_speakers_name_key_name_kind"),
        "quotation_speakers",
        ["name_key", "name", "kind"],
    )
    op.create_index(
        op.f("ix_quotation_speakers_surname_alone_title"),
        "quotation_speakers",
        ["surname", "alone", "title"],
    )

    for table in ("quotes", "speakers"):
        op.add_column(table, sa.Column("successor_id", sa.Uuid()))
        op.create_index(op.f(f"ix_{table}_successor_id"), table, ["successor_id"])
    op.add_column(
        "speakers", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column("speakers", sa.Column("sort_key", sa.String(), nullable=False, server_default=""))
    for name in ("listed_name", "listed_kind", "listed_wikidata_id", "wikidata_id", "notes"):
        op.add_column("speakers", sa.Column(name, sa.String()))
    op.create_index(op.f("ix_speakers_sort_key_id"), "speakers", ["sort_key", "id"])
    yes = sa.true()
    for name in ("listed", "active"):
        op.add_column(
            "speaker_aliases", sa.Column(name, sa.Boolean(), nullable=False, server_default=yes)
        )

    op.create_table(
        "judgements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("object_key", sa.String()),
        sa.Column("object_id", sa.Uuid()),
        sa.Column("changes", CHANGES, nullable=False),
        sa.Column("editor", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
        sa.UniqueConstraint("number", name=op.f("uq_judgements_number")),
    )
    op.create_index(op.f("ix_judgements_subject_key"), "judgements", ["subject_key"])
    op.create_index(op.f("ix_judgements_object_key"), "judgements", ["object_key"])
    op.create_table(
        "judgement_moves",
        sa.Column("judgement_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_key", sa.String(), nullable=False),
        sa.Column("article_key", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"],
            ["judgements.id"],
            name=op.f("fk_judgement_moves_judgement_id_judgements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "judgement_id",
            "outlet_key",
            "article_key",
            "words",
            "name_key",
            name=op.f("pk_judgement_moves"),
        ),
    )
    op.create_index(op.f("ix_judgement_moves_article_key"), "judgement_moves", ["article_key"])
    _fill()


def _fill() -> None:
    # What is stored keeps its speakers until an article that prints the same surname comes.
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE speakers SET sort_key = name_key,"
            " listed_name = CASE WHEN curated THEN name END,"
            " listed_kind = CASE WHEN curated THEN kind END"
        )
    )
    articles = sa.table(
        "articles",
        sa.column("id", sa.Uuid()),
        sa.column("key", sa.String()),
        sa.column("published_at", MOMENT),
        sa.column("period", sa.String()),
    )
    for row in connection.execute(sa.select(articles)).all():
        period = period_of(row.key, row.published_at)
        connection.execute(sa.update(articles).where(articles.c.id == row.id).values(period=period))
    named = connection.execute(
        sa.text(
            "SELECT s.quotation_id, s.position, s.name, s.kind, q.source_text"
            " FROM quotation_speakers s JOIN quotations q ON q.id = s.quotation_id"
            " WHERE s.speaker_id IS NOT NULL AND s.name IS NOT NULL"
        )
    ).all()
    for row in named:
        read = parse_printed_name(row.name, row.kind, source=row.source_text)
        connection.execute(
            sa.text(
                "UPDATE quotation_speakers SET name_key = :key, surname = :surname, alone = :alone,"
                " title = :title, gender = :gender"
                " WHERE quotation_id = :quotation_id AND position = :position"
            ),
            {
                "key": read.key,
                "surname": read.surname,
                "alone": read.alone,
                "title": read.title,
                "gender": read.gender,
                "quotation_id": row.quotation_id,
                "position": row.position,
            },
        )


def downgrade() -> None:
    raise RuntimeError("judgements would be lost: restore a backup made before the upgrade")
