"""Near copies of articles: sketches of texts, and the rule by which two are one story."""
