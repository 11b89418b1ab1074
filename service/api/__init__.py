"""Step 7: HTTP."""
