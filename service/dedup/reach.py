"""Thresholds of the link rules, and how many days apart one speaker's words are one quote.

A speaker who says the same again, on another occasion, makes another quote. The more the shared
words say, the less likely that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import Literal

from service.dedup.overlap import Overlap, OverlapEvidence
from service.dedup.utterance import Comparable, Utterance, WordSequence
from service.dedup.words.house_style import is_number
from service.dedup.words.normalise import Token, is_everyday_word


@dataclass(frozen=True, slots=True)
class LinkThresholds:
    """The evidence that a link needs. Bits are those of the shared words."""

    bits_per_root_day: float = 5.0
    """One speaker's verbatim words link up to (bits / this)² days: a word a week, a sentence years.
    Names count half: other speakers say them too, so they identify the speaker less."""
    gap_bits: float = 6.0
    """The bits that a gap between the shared words costs, and a third of it for each doubling."""
    reworded_share: float = 0.8
    """The share of the shorter utterance's bits that a rewording keeps."""
    reworded_bits: float = 40.0
    """The bits that a rewording shares."""
    reworded_days: int = 30
    """The most days between rewordings. Later, the speaker says it again on another occasion."""
    long_bits: float = 100.0
    """The bits that are never shared by accident: two excerpts overlap, whatever else they have."""
    unattributed_bits: float = 50.0
    """The bits, without names, of verbatim words where a speaker is unknown."""
    unattributed_soon_bits: float = 35.0
    """The same within a week, where both articles report one event."""
    disputed_bits: float = 90.0
    """The same where the speakers differ. The attribution is then disputed."""


LINK_THRESHOLDS = LinkThresholds()

PIECE_DAYS = 366
"""The most days between a piece of a speaker's words and its host."""
LEAST_OF_PIECE = 0.999
"""The share of a piece that its host has: all, but sums differ in their last digits."""
# Of these words speakers make their standing phrases: "religious liberty", "nice guy".
_COMMON_WORDS = 8_000


def days_apart(a: Comparable, b: Comparable) -> int:
    """Two utterances -> the days between them.

    An article without a date may be of any day, so it counts as of the same day.
    """
    return abs(a.day - b.day) if a.day is not None and b.day is not None else 0


def is_near(most_shared: float, days: int, thresholds: LinkThresholds = LINK_THRESHOLDS) -> bool:
    """Return whether one speaker's words may be one quote after these days, by any rule.

    `most_shared` is the most that the two utterances can share, in bits. Further apart only a piece
    links with its host (`is_own_piece`).
    """
    return days <= thresholds.reworded_days or days <= _max_days(most_shared, thresholds)


def is_run_of(a: WordSequence, b: WordSequence) -> bool:
    """Return whether the words of one utterance stand side by side in the other. Fast."""
    shorter, longer = sorted((a.words, b.words), key=len)
    return f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def soon_enough(evidence: OverlapEvidence, days: int, thresholds: LinkThresholds) -> bool:
    """Return whether verbatim words of one speaker are one quote after these days."""
    shared = (evidence.overlap.shared + evidence.shared_without_names) / 2
    return days <= _max_days(max(0.0, shared - _gap_cost(evidence.overlap, thresholds)), thresholds)


def _max_days(shared: float, thresholds: LinkThresholds) -> float:
    return (shared / thresholds.bits_per_root_day) ** 2


def _gap_cost(overlap: Overlap, thresholds: LinkThresholds) -> float:
    """Return the bits that the gaps between the shared words cost."""
    gaps = [
        max(run.a - before.a - before.length, run.b - before.b - before.length)
        for before, run in pairwise(overlap.runs)
    ]
    return thresholds.gap_bits * sum(1 + log2(1 + gap) / 3 for gap in gaps)


def is_own_piece(a: Utterance, b: Utterance, evidence: OverlapEvidence) -> bool:
    """Return whether one utterance is a run of the other's words up to the end of a clause.

    A piece has a rare word that is no name, or a number; of one word alone more is asked. Reporters
    who quote a few words of a speech end where the speaker paused. A run that ends in the middle of
    a clause is more often a phrase of the speaker's own. The same few words alone are no piece
    either: the speaker may have said them again.
    """
    overlap = evidence.overlap
    if (
        len(overlap.runs) != 1
        or overlap.moved_words
        or not overlap.covered < LEAST_OF_PIECE < overlap.contained
    ):
        return False
    [run] = overlap.runs
    host, start = (b, run.b) if lighter(a, b) == "a" else (a, run.a)
    end = start + run.length
    if not _is_telling(host.tokens[start:end]):
        return False
    return end == len(host.tokens) or host.tokens[end].start - host.tokens[end - 1].end > 1


def _is_telling(words: Sequence[Token]) -> bool:
    if len(words) == 1:
        [word] = words
        return not (word.name or is_number(word.form) or is_everyday_word(word.form))
    return any(
        is_number(word.form) or not (word.name or is_everyday_word(word.form, among=_COMMON_WORDS))
        for word in words
    )


def lighter(a: Comparable, b: Comparable) -> Literal["a", "b"]:
    """Return which of two utterances says less."""
    return "a" if a.bits < b.bits else "b"
