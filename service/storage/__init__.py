"""Step 5: rows. All SQL is here."""
