"""How well deduplication finds quotes, on labelled pairs."""
