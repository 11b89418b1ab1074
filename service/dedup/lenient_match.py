"""Lenient match: whether words that a user looks up match the fullest wording of a quote.

Unlike `service.dedup.link_rules`, a dropped negation and a changed number are allowed: a
fact-checker wants to see them. The differences show them, and verbatim matches rank first.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.dedup.link_rules import Relation
from service.dedup.overlap import STEM_LENGTH, Overlap, may_share, overlap_of
from service.dedup.utterance import WordSequence

# The quote has at least this share of the given words, by weight...
_LEAST_KEPT = 0.5
# ...or the given words have this share of a quote of this weight: a sentence of a long passage.
_WHOLE_SENTENCE = 0.8
_SENTENCE_BITS = 40.0
# Weights may be added up in another order.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class LenientMatch:
    """How the given words match a quote."""

    relation: Relation
    """"exact" for the same words, "fragment" for a run of the quote's words, else "variant"."""
    similarity: float
    """The share of the shorter wording that is also in the longer, 0 to 1."""
    kept: float
    """The share of the given words that the quote has, 0 to 1."""


@dataclass(frozen=True, slots=True)
class MostKept:
    """An upper bound for `LenientMatch.kept`. It costs a search for each of the given words."""

    parts: tuple[tuple[str, float], ...]
    """A string that a line has if it may share the word, and the weight of the word in bits."""
    bits: float
    """The weight of all given words."""

    @classmethod
    def of(cls, given: WordSequence) -> MostKept:
        """Return the bound for these words."""
        words = zip(given.words, given.weights, strict=True)
        return cls(tuple((_beginning(word), weight) for word, weight in words), given.bits)

    def within(self, line: str) -> float | None:
        """Return the share of the given words that a line may keep, or None for no match.

        Args:
            line: Words with a space around each, as in `quotes.words`.
        """
        shared = sum([weight for part, weight in self.parts if part in line]) + _ROUNDING
        kept = min(1.0, shared / self.bits) if self.bits else 0.0
        return None if kept < _LEAST_KEPT and shared < _SENTENCE_BITS else kept


def _beginning(word: str) -> str:
    # Other forms of a word of five letters or more are shared as well.
    return f" {word[:STEM_LENGTH]}" if len(word) >= STEM_LENGTH else f" {word} "


def may_match_leniently(given: WordSequence, full: WordSequence) -> bool:
    """Return whether a comparison may find a match: a cheap upper bound."""
    return may_share(given, full, least=_LEAST_KEPT, long=_SENTENCE_BITS)


def lenient_match(given: WordSequence, full: WordSequence) -> LenientMatch | None:
    """The given words and a quote's -> their match, or None where they share too little."""
    overlap = overlap_of(given, full)
    if not overlap.shared:
        return None
    kept = min(1.0, overlap.shared / given.bits)
    if kept < _LEAST_KEPT and not _shares_sentence(overlap):
        return None
    relation = _relation(given.words, full.words)
    similarity = 1.0 if relation == "exact" else round(overlap.contained, 4)
    return LenientMatch(relation=relation, similarity=similarity, kept=kept)


def _shares_sentence(overlap: Overlap) -> bool:
    return overlap.contained >= _WHOLE_SENTENCE and overlap.shared >= _SENTENCE_BITS


def _relation(given: tuple[str, ...], full: tuple[str, ...]) -> Relation:
    if given == full:
        return "exact"
    inside = f" {' '.join(given)} " in f" {' '.join(full)} "
    return "fragment" if inside else "variant"
