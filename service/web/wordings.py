"""Group the occurrences of a quote by wording, and align each wording with the fullest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.dedup.differences import AlignedPart, side_by_side
from service.storage.views import OccurrenceView


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a quote, and where it is printed."""

    text: str
    match: str
    """How it met the quote where it was printed first."""
    similarity: float
    parts: tuple[AlignedPart, ...]
    """This wording beside the fullest one."""
    occurrences: tuple[OccurrenceView, ...]
    """Where it is printed, the earliest first."""

    @property
    def is_fullest(self) -> bool:
        """Whether it differs from the fullest wording in nothing but house style."""
        return all(part.kind == "same" for part in self.parts)


def group_wordings(occurrences: Sequence[OccurrenceView]) -> tuple[Wording, ...]:
    """Return the wordings of a quote: the fullest first, then by their number of occurrences.

    Args:
        occurrences: All occurrences of one quote, the earliest first.
    """
    printed: dict[str, list[OccurrenceView]] = {}
    for occurrence in occurrences:
        printed.setdefault(occurrence.text, []).append(occurrence)
    wordings = [
        Wording(
            text=text,
            match=those[0].match,
            similarity=those[0].similarity,
            parts=side_by_side(text, those[0].quote_text),
            occurrences=tuple(those),
        )
        for text, those in printed.items()
    ]
    return tuple(sorted(wordings, key=_rank))


def _rank(wording: Wording) -> tuple[bool, bool, int]:
    # A sort keeps the order of wordings that are equal here: the earliest first.
    quote_text = wording.occurrences[0].quote_text
    return wording.text != quote_text, not wording.is_fullest, -len(wording.occurrences)
