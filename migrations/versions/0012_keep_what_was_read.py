"""Keep what was read of a quotation that an editor corrected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

AS_READ = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("quotations", sa.Column("as_read", AS_READ))


def downgrade() -> None:
    op.execute("ALTER TABLE quotations DROP COLUMN as_read")
