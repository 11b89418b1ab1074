"""Step 2: paragraphs to quotations."""
