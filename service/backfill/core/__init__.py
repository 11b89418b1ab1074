"""The steps of a backfill as pure functions: they know no engine, no files and no database."""
