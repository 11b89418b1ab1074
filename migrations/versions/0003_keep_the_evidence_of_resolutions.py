"""Keep the evidence of resolutions: the mention, and who passed the words on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SPANS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    # What was stored before keeps no mention: it comes when the article's text is read anew.
    op.add_column("quotations", sa.Column("mention_text", sa.String()))
    none = sa.text("'[]'")
    op.add_column(
        "quotations", sa.Column("mention_spans", SPANS, nullable=False, server_default=none)
    )
    op.add_column("quotations", sa.Column("via_name", sa.String()))
    op.add_column("quotations", sa.Column("via_kind", sa.String()))


def downgrade() -> None:
    # One by one: a copy of the table, which is what a batch makes on SQLite, would drop the rows
    # that refer to it.
    for name in ("via_kind", "via_name", "mention_spans", "mention_text"):
        op.drop_column("quotations", name)
