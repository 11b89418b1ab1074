"""Keep what each article prints beside a speaker's name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SPANS = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("quotation_speakers", sa.Column("description_text", sa.String()))
    op.add_column(
        "quotation_speakers",
        sa.Column("description_spans", SPANS, nullable=False, server_default=sa.text("'[]'")),
    )


def downgrade() -> None:
    op.execute("ALTER TABLE quotation_speakers DROP COLUMN description_spans")
    op.execute("ALTER TABLE quotation_speakers DROP COLUMN description_text")
