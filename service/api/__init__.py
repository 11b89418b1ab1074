"""Step 7: the HTTP API on the services of one process."""
