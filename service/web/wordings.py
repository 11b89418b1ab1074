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
    parts: tuple[AlignedPart, ...]
    """This wording beside the fullest one."""
    occurrences: tuple[OccurrenceView, ...]
    """Where it is printed, the earliest first."""

    @property
    def is_fullest(self) -> bool:
        """Whether it differs from the fullest wording in nothing but house style."""
        return all(part.kind == "same" for part in self.parts)

    @property
    def summary(self) -> str:
        """What it does to the fullest wording, in words: "leaves out 2 words, adds 1"."""
        counts = {
            "leaves out": sum(_count(part.full) for part in self.parts if part.kind == "left_out"),
            "adds": sum(_count(part.printed) for part in self.parts if part.kind == "added"),
            "changes": sum(_count(part.full) for part in self.parts if part.kind == "changed"),
        }
        said = [f"{verb} {number}" for verb, number in counts.items() if number]
        if said:
            said[0] += " word" if said[0].endswith(" 1") else " words"
        return ", ".join(said)


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


def _count(words: str) -> int:
    return max(len(words.split()), 1)
