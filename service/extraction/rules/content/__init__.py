"""Rules that say which words are content: extents, titles, and what reports nothing."""
