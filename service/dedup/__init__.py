"""Step 4: quotations to quotes."""
