"""Find utterances that are in reach of another one without reading all that share a key with it.

PostgreSQL reads a page of the table for each row that a condition looks at, and this index has what
the condition asks for. SQLite reads the row either way.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX utterance_reach ON utterances (id) INCLUDE (bits, day)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX utterance_reach")
