"""Majority speakers: whom the articles that print a quote credit with it, where they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SURE = 0.5
"""An article that is at least this confident of the speaker counts before less confident ones."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A set of speakers, and how many occurrences credit exactly these with the quote."""

    speakers: tuple[str, ...]
    """Their keys, in order."""
    sure: int
    """How many of the occurrences are sure."""
    confidence: float
    """The sum of the confidences."""


@dataclass(frozen=True, slots=True)
class Credited:
    """The speakers of a quote, and the other speakers whom articles credit with it."""

    speakers: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


def count_credits(occurrences: Iterable[tuple[Iterable[str], float]]) -> list[Credit]:
    """Each occurrence's speakers with the confidence in them -> one credit for equal speakers."""
    confidences: dict[tuple[str, ...], list[float]] = {}
    for speakers, confidence in occurrences:
        confidences.setdefault(tuple(speakers), []).append(confidence)
    return [
        Credit(speakers, sum(confidence >= SURE for confidence in all_of_them), sum(all_of_them))
        for speakers, all_of_them in confidences.items()
    ]


def majority_speakers(every: Iterable[Credit]) -> Credited:
    """All credits of a quote -> the speakers that most articles name, the others as disputed.

    Sure credits are counted, or all where none is sure; the confidences break ties. A speaker whom
    any article names together with one of the majority (two signers) is not disputed.
    """
    named = [credit for credit in every if credit.speakers]
    if not named:
        return Credited()
    counted = [credit for credit in named if credit.sure] or named
    majority = max(counted, key=_rank).speakers
    allies = {
        speaker
        for credit in named
        if set(credit.speakers) & set(majority)
        for speaker in credit.speakers
    }
    others = {speaker for credit in counted for speaker in credit.speakers} - allies
    return Credited(speakers=majority, disputed=tuple(sorted(others)))


def _rank(credit: Credit) -> tuple[int, float, tuple[str, ...]]:
    return credit.sure, round(credit.confidence, 6), credit.speakers
