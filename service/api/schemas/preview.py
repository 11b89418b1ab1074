"""Previews: what a decision about speakers would change."""

from __future__ import annotations

from pydantic import Field

from service.api.schemas.base import Answer
from service.api.schemas.example_article import example_id
from service.api.schemas.speaker import Speaker


class SpeakersPreview(Answer):
    """The speakers before a decision, and those that there are after it."""

    example = {
        "before": [
            Speaker.example,
            {**Speaker.example, "id": example_id(8), "name": "A. Lindqvist", "quote_count": 1},
        ],
        "after": [{**Speaker.example, "aliases": ["A. Lindqvist"], "quote_count": 13}],
        "occurrence_count": 0,
    }

    before: list[Speaker]
    """The speaker in the path, and the other one where it is stored."""
    after: list[Speaker]
    """The speakers that are left after a merge, or that there are after a split."""
    occurrence_count: int = Field(ge=0)
    """How many occurrences a split moves. 0 for a merge."""
