"""Mentions: spans of the text that name a person or an organisation."""
