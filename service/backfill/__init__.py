"""Archives: the same reading and the same rules as one article over HTTP, for millions at once."""
