"""Make the tables of ingest jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "ingest_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("batch_key", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("touched_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_jobs")),
        sa.UniqueConstraint("owner", "batch_key", name=op.f("uq_ingest_jobs_owner_batch_key")),
    )
    op.create_index(op.f("ix_ingest_jobs_state_id"), "ingest_jobs", ["state", "id"])
    op.create_index(op.f("ix_ingest_jobs_finished_at"), "ingest_jobs", ["finished_at"])
    op.create_table(
        "ingest_items",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created", sa.Boolean()),
        sa.Column("article_id", sa.Uuid()),
        sa.Column("claimed_by", sa.Uuid()),
        sa.Column("claimed_at", MOMENT),
        sa.Column("lease_until", MOMENT),
        sa.Column("not_before", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("error", JSON),
        sa.Column("article", sa.String()),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["ingest_jobs.id"],
            name=op.f("fk_ingest_items_job_id_ingest_jobs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("job_id", "line", name=op.f("pk_ingest_items")),
    )
    op.create_index(
        op.f("ix_ingest_items_job_id_state_created"),
        "ingest_items",
        ["job_id", "state", "created"],
    )
    op.create_index(
        "ix_ingest_items_queued",
        "ingest_items",
        ["job_id", "line"],
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_ingest_items_running",
        "ingest_items",
        ["lease_until"],
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )


def downgrade() -> None:
    op.drop_table("ingest_items")
    op.drop_table("ingest_jobs")
