"""People's annotations of articles, and which predicted attribution answers which of them."""
