"""Remember with a quote, not with each split of it, which anchor it had before."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

AWAY = sa.text("home_id IS NOT NULL")
QUOTES = sa.table(
    "quotes", *(sa.column(name, sa.Uuid()) for name in ("id", "anchor_id", "home_id"))
)
OCCURRENCES = sa.table("occurrences", sa.column("id", sa.Uuid()))
JUDGEMENTS = sa.table(
    "judgements",
    sa.column("number", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("subject_id", sa.Uuid()),
    sa.column("changes", sa.JSON().with_variant(JSONB(), "postgresql")),
    sa.column("undone_at", sa.DateTime()),
)


def upgrade() -> None:
    op.add_column("quotes", sa.Column("home_id", sa.Uuid()))
    op.create_index(
        op.f("ix_quotes_home_id"), "quotes", ["home_id"], sqlite_where=AWAY, postgresql_where=AWAY
    )
    connection = op.get_bind()
    # The first of several splits knows the home: it comes last here.
    splits = sa.select(JUDGEMENTS.c.subject_id, JUDGEMENTS.c.changes).where(
        JUDGEMENTS.c.kind == "split_quote", JUDGEMENTS.c.undone_at.is_(None)
    )
    for quote_id, changes in connection.execute(splits.order_by(JUDGEMENTS.c.number.desc())).all():
        if "anchor" not in changes:
            continue  # It was made by this version or a later one, before a downgrade.
        home = UUID(changes["anchor"])
        moved = sa.update(QUOTES).where(QUOTES.c.id == quote_id, QUOTES.c.anchor_id != home)
        stored = sa.exists().where(OCCURRENCES.c.id == home)
        connection.execute(moved.where(stored).values(home_id=home))


def downgrade() -> None:
    op.drop_index(op.f("ix_quotes_home_id"), "quotes")
    op.execute("ALTER TABLE quotes DROP COLUMN home_id")
