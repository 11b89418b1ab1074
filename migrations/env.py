"""Run the steps on the connection that `service.storage.db.migrate` opened."""

from __future__ import annotations

from alembic import context

from models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can alter little of a table; Alembic then copies it.
    render_as_batch=True,
    # The caller holds the transaction, and the lock that goes with it.
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
