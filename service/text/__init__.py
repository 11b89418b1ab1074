"""Step 1: text in. Documents, paragraphs, offsets."""
