"""Majority speakers: who said a quote, where the articles that print it name different speakers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SURE = 0.5
"""The least confidence of a sure credit. Sure credits count before others."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A set of speakers, and the number of occurrences that name exactly these."""

    speakers: tuple[str, ...]
    """Their keys, in order."""
    sure: int
    """The number of sure occurrences."""
    confidence: float
    """The sum of the confidences."""


@dataclass(frozen=True, slots=True)
class Credited:
    """The speakers of a quote, and the other speakers that articles name."""

    speakers: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


def count_credits(occurrences: Iterable[tuple[Iterable[str], float]]) -> list[Credit]:
    """The speakers and the confidence of each occurrence -> one credit for each set of speakers."""
    confidences: dict[tuple[str, ...], list[float]] = {}
    for speakers, confidence in occurrences:
        confidences.setdefault(tuple(speakers), []).append(confidence)
    return [
        Credit(speakers, sum(confidence >= SURE for confidence in all_of_them), sum(all_of_them))
        for speakers, all_of_them in confidences.items()
    ]


def majority_speakers(all_credits: Iterable[Credit]) -> Credited:
    """All credits of a quote -> the speakers that most articles name, and the others as disputed.

    Only sure credits count, or all where none is sure. Confidences break ties. A speaker that an
    article names together with one of the majority (two signers) is not disputed.
    """
    named = [credit for credit in all_credits if credit.speakers]
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
