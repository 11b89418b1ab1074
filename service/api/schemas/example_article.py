"""The invented article from which the examples of the contract are taken."""

from __future__ import annotations

from typing import Any

TEXT = (
    "“Who pays for the pier?” Mayor Ada Lindqvist asked on Monday. "
    "Repairs would take a year, according to the Port Authority."
)
QUOTED_WORDS = "Who pays for the pier?"
"""The words of the quotation in it."""
PUBLISHED_AT = "2026-03-14T09:30:00Z"
STORED_AT = "2026-03-14T09:41:07Z"


def example_id(number: int) -> str:
    """Return the id of an object of the examples; `number` is below 256 and tells objects apart."""
    return f"0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b{number:02x}"


def example_span(words: str) -> dict[str, int]:
    """Return where `words` stand in the article."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def example_span_text(words: str) -> dict[str, Any]:
    """Return `words` of the article and where they stand."""
    return {"text": words, "spans": [example_span(words)]}
