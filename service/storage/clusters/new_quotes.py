"""A new occurrence that is like no other -> the row of its quote, told without asking for any row.

What `quotes.settle` would find for it, for most of what arrives is a quote of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.dedup.stored_form import NewUtterance
from service.dedup.wordings import words_column
from service.storage.tables.incoming import Uttered
from service.storage.tables.occurrence_keys import Printed


@dataclass(frozen=True, slots=True)
class Opening:
    """A quote of one occurrence."""

    text: str
    kind: str
    judged: bool
    first_seen: datetime
    speakers: tuple[str, ...]
    """Their keys."""

    @property
    def row(self) -> dict[str, Any]:
        """Its row, but for its id and its founder."""
        return {
            "successor_id": None,
            "words": words_column([self.text]),
            "judged": self.judged,
            "text": self.text,
            "kind": self.kind,
            "first_seen": self.first_seen,
            "outlet_count": 1,
            "occurrence_count": 1,
        }


def openings(
    came: Iterable[Uttered],
    said: Mapping[UUID, NewUtterance],
    printed: Mapping[UUID, Printed],
    at: Mapping[UUID, int],
) -> dict[int, Opening]:
    """What came, and the utterances of all that is placed -> by utterance, what has it alone.

    Of utterances that are new; what is like another utterance opens nothing.
    """
    times = Counter(at.values())
    return {
        at[one.occurrence_id]: Opening(
            text=one.text,
            kind=one.kind,
            judged=said[one.occurrence_id].judged,
            first_seen=printed[one.article_id].dated_at,
            speakers=said[one.occurrence_id].speakers,
        )
        for one in came
        if times[at[one.occurrence_id]] == 1
    }
