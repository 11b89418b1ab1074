"""Names of people and organisations, and when two names may be the same."""
