"""The steps from an empty database to today's tables, for SQLite and PostgreSQL alike."""
