"""Changes to the store, each in one transaction."""
