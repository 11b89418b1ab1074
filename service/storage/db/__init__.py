"""The database: connections, transactions, locks, cursors, migrations, bulk statements."""
