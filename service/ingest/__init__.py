"""Step 6: the use case, steps 1 to 5 for one article in one transaction."""
