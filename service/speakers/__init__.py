"""Step 3: sources to speakers."""
