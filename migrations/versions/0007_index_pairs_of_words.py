"""Let PostgreSQL find rare phrases of frequent words by their pairs of words."""

from __future__ import annotations

from migrations.word_pairs import create_pair_indexes, drop_pair_indexes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_pair_indexes()


def downgrade() -> None:
    drop_pair_indexes()
