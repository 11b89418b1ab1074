"""Words that somebody asks about and a quote's fullest wording -> how the one met the other.

Unlike `service.dedup.link_rules` this is lenient: a dropped negation and a changed number are what
a fact-checker wants to see, shown by the differences and ranked below what stands verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.dedup.link_rules import Relation
from service.dedup.overlap import Overlap, may_share, overlap_of
from service.dedup.utterance import Utterance, WordSequence

# How much of the given words a quote has at least...
_KEPT = 0.5
# ...or they of the quote, where that says so much: a sentence out of a long passage.
_WHOLE = 0.8
_SENTENCE = 40.0


@dataclass(frozen=True, slots=True)
class LenientMatch:
    """How given words met a quote's."""

    relation: Relation
    """They are its words, stand side by side in it, or neither: then they are a variant."""
    similarity: float
    """How much of what the shorter says the longer says too, 0 to 1."""
    kept: float
    """How much of the given words the quote has, 0 to 1."""


def may_match_leniently(given: WordSequence, full: WordSequence) -> bool:
    """Words alone -> whether comparing them might show that they meet: a cheap bound."""
    return may_share(given, full, least=_KEPT, long=_SENTENCE)


def lenient_match(given: Utterance, full: Utterance) -> LenientMatch | None:
    """Given words and a quote's -> how they met, or None where they have too little in common."""
    overlap = overlap_of(given.word_sequence, full.word_sequence)
    if not overlap.shared:
        return None
    kept = min(1.0, overlap.shared / given.bits)
    if kept < _KEPT and not _holds_a_sentence(overlap):
        return None
    relation = _relation(given.words, full.words)
    similarity = 1.0 if relation == "exact" else round(overlap.contained, 4)
    return LenientMatch(relation=relation, similarity=similarity, kept=kept)


def _holds_a_sentence(overlap: Overlap) -> bool:
    return overlap.contained >= _WHOLE and overlap.shared >= _SENTENCE


def _relation(given: tuple[str, ...], full: tuple[str, ...]) -> Relation:
    if given == full:
        return "exact"
    inside = f" {' '.join(given)} " in f" {' '.join(full)} "
    return "fragment" if inside else "variant"
