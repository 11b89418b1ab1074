"""OnRecord: what happens to an article, in the order in which data flows."""
