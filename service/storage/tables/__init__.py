"""The statements of each table, one module a table."""
