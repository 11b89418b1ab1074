"""Add the polarity of quotations, and the words of denied ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SPANS = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column(
        "quotations", sa.Column("polarity", sa.String(), nullable=False, server_default="asserted")
    )
    op.add_column(
        "quotations",
        sa.Column("denied_spans", SPANS, nullable=False, server_default=sa.text("'[]'")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM quotations WHERE polarity = 'denied'")
    op.execute("ALTER TABLE quotations DROP COLUMN denied_spans")
    op.execute("ALTER TABLE quotations DROP COLUMN polarity")
