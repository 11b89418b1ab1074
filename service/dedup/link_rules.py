"""The evidence on two utterances -> whether they are one quote, and how they differ.

Explicit rules with eight thresholds. How these were chosen, and what a fitted model gives:
docs/decisions/0017-rules-not-a-fitted-model.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.dedup.guards import is_formula, quotes_the_other
from service.dedup.overlap import Overlap, OverlapEvidence, evidence_of, may_share, overlap_of
from service.dedup.utterance import (
    Comparable,
    Utterance,
    WordSequence,
    have_different_speakers,
    one_speaks_for_other,
    share_speaker,
)

Relation = Literal["exact", "variant", "fragment"]


@dataclass(frozen=True, slots=True)
class LinkThresholds:
    """What it takes. Bits are those of the shared words (`service.dedup.words.word_weights`)."""

    bits_per_root_day: float = 5.0
    """One speaker's verbatim words reach (bits / reach)² days: a word a week, a sentence years.
    Names count half: others are called by them too, so they say less of who speaks."""
    reworded_share: float = 0.8
    """The share of the shorter's bits that a reworded utterance keeps..."""
    reworded_bits: float = 40.0
    """...where it says at least so much..."""
    reworded_days: int = 30
    """...so many days apart: people say a thing again in other words, on another occasion."""
    long_bits: float = 100.0
    """What nobody says twice by accident: two excerpts overlap, however much else each has."""
    unattributed_bits: float = 50.0
    """What verbatim words must say, names aside, where a speaker is unknown..."""
    unattributed_soon_bits: float = 35.0
    """...and within a week: two reports of one event."""
    disputed_bits: float = 90.0
    """The same where the speakers differ: one quote, of disputed attribution."""


LINK_THRESHOLDS = LinkThresholds()

# Verbatim but for an ending.
_WORD_FOR_WORD = 0.95
# Two excerpts share a stretch of which so much is shared, and the rest reworded.
_DENSE = 0.75
# Strewn over longer passages than this, common words are shared by accident.
_LOOSE = 0.5
# Of what a reworded utterance spans in the other, so much is its own.
_FILLED = 0.6
# Days within which loosely shared words are still two reports of one event.
_SAME_EVENT = 7
# What runs through so much of the other is no fragment of it but a variant.
_WHOLE = 0.75
# What the cheap bound on common words may miss: endings that changed.
_SLACK = 0.15


@dataclass(frozen=True, slots=True)
class QuoteLink:
    """Two utterances are one quote."""

    relation: Relation
    similarity: float
    """How much of the shorter the longer has, 0 to 1."""
    covered: float
    """How much of the fuller one the other has, 0 to 1."""
    shared: float
    """Bits of the words they share."""
    fragment: Literal["a", "b"] | None
    """Which of the two follows the other, a mere fragment of it or words for which nobody is named:
    these join no two who are. None joins two equals."""
    disputed: bool
    """Whether two speakers are credited with the words."""


def link(
    a: Utterance, b: Utterance, *, thresholds: LinkThresholds = LINK_THRESHOLDS
) -> QuoteLink | None:
    """Two utterances -> how they are one quote, or None. Symmetric; knows of nothing else."""
    overlap = promising_overlap(a, b, thresholds)
    return decide_link(a, b, evidence_of(a, b, overlap), thresholds=thresholds) if overlap else None


def is_mergeable(utterance: Utterance) -> bool:
    """Return whether the very same utterance, printed again, would be one quote with this one."""
    return link(utterance, utterance) is not None


def promising_overlap(
    a: Comparable, b: Comparable, thresholds: LinkThresholds = LINK_THRESHOLDS
) -> Overlap | None:
    """Two utterances -> what their words share, or None where nothing else could link them.

    Asks the cheapest first, and for no tokens: most that are looked at are turned away here.
    """
    if not within_days(a, b, thresholds) or not in_common(
        a.word_sequence, b.word_sequence, thresholds
    ):
        return None
    overlap = overlap_of(a.word_sequence, b.word_sequence)
    long = overlap.shared >= thresholds.long_bits and overlap.density >= _LOOSE
    return overlap if long or overlap.contained >= thresholds.reworded_share else None


def in_common(
    a: WordSequence, b: WordSequence, thresholds: LinkThresholds = LINK_THRESHOLDS
) -> bool:
    """The words of two utterances -> whether they share so much that they might be linked."""
    return may_share(a, b, least=thresholds.reworded_share - _SLACK, long=thresholds.long_bits)


def within_days(a: Comparable, b: Comparable, thresholds: LinkThresholds = LINK_THRESHOLDS) -> bool:
    """What two say in all, who and when -> whether any evidence could be enough to link them."""
    most = min(a.bits, b.bits)
    if not share_speaker(a, b) and not one_speaks_for_other(a, b):
        return most >= (
            thresholds.disputed_bits
            if have_different_speakers(a, b)
            else thresholds.unattributed_soon_bits
        )
    return may_link_after(most, days_apart(a, b), thresholds)


def may_link_after(most: float, days: int, thresholds: LinkThresholds = LINK_THRESHOLDS) -> bool:
    """The most that two of one speaker share, the days between -> whether that may be enough."""
    return days <= thresholds.reworded_days or days <= (most / thresholds.bits_per_root_day) ** 2


def decide_link(
    a: Utterance,
    b: Utterance,
    evidence: OverlapEvidence,
    *,
    thresholds: LinkThresholds = LINK_THRESHOLDS,
) -> QuoteLink | None:
    """Two utterances and what they share -> how they are one quote, or None."""
    overlap = evidence.overlap
    if evidence.meaning_changed or not overlap.shared:
        return None
    days = days_apart(a, b)
    if days and (is_formula(a.words) or is_formula(b.words)):
        return None
    if share_speaker(a, b):
        accepted = _by_one_speaker(evidence, days, thresholds)
    elif one_speaks_for_other(a, b):
        # Nothing may stand between the words on either side.
        whole = overlap.density_in_longer >= _WORD_FOR_WORD and _verbatim(overlap)
        accepted = whole and _reaches(evidence, days, thresholds)
    elif quotes_the_other(overlap.runs, a.tokens, b.tokens):
        accepted = False
    elif have_different_speakers(a, b):
        accepted = _disputed(evidence, days, thresholds)
    else:
        accepted = _unattributed(evidence, days, thresholds)
    if not accepted:
        return None
    relation = relation_between(a, b, overlap)
    # What the other has whole is a piece of it, however long, and joins no two that have it.
    piece = overlap.contained >= _WORD_FOR_WORD > overlap.covered
    mere = piece or (relation == "fragment" and overlap.shared < thresholds.long_bits)
    return QuoteLink(
        relation=relation,
        similarity=round(overlap.contained, 4),
        covered=round(overlap.covered, 4),
        shared=round(overlap.shared, 3),
        fragment=_less(a, b) if mere else _nobodys(a, b),
        disputed=have_different_speakers(a, b),
    )


def days_apart(a: Comparable, b: Comparable) -> int:
    """Two utterances -> the days between them.

    An article without a date may be of any day: that is not held against its words.
    """
    return abs(a.day - b.day) if a.day is not None and b.day is not None else 0


def _by_one_speaker(evidence: OverlapEvidence, days: int, thresholds: LinkThresholds) -> bool:
    overlap = evidence.overlap
    if _verbatim(overlap):
        return _reaches(evidence, days, thresholds)
    if days > thresholds.reworded_days:
        return False
    if overlap.shared >= thresholds.long_bits and overlap.density >= (
        _LOOSE if _soon(days) else _DENSE
    ):
        return True
    enough = (
        overlap.contained >= thresholds.reworded_share
        and overlap.shared >= thresholds.reworded_bits
    )
    return enough and overlap.density_in_longer >= _FILLED


def _verbatim(overlap: Overlap) -> bool:
    return overlap.contained >= _WORD_FOR_WORD and overlap.density >= _DENSE and not overlap.moved


def _reaches(evidence: OverlapEvidence, days: int, thresholds: LinkThresholds) -> bool:
    overlap = evidence.overlap
    return (
        days
        <= ((overlap.shared + evidence.shared_without_names) / 2 / thresholds.bits_per_root_day)
        ** 2
    )


def _unattributed(evidence: OverlapEvidence, days: int, thresholds: LinkThresholds) -> bool:
    overlap = evidence.overlap
    if evidence.shared_without_names >= thresholds.long_bits and overlap.density >= (
        _LOOSE if _soon(days) else _WORD_FOR_WORD
    ):
        return True
    if min(overlap.contained, overlap.density) < _WORD_FOR_WORD:
        return False
    return evidence.shared_without_names >= (
        thresholds.unattributed_soon_bits if _soon(days) else thresholds.unattributed_bits
    )


def _soon(days: int) -> bool:
    return days <= _SAME_EVENT


def _disputed(evidence: OverlapEvidence, days: int, thresholds: LinkThresholds) -> bool:
    overlap = evidence.overlap
    if evidence.shared_without_names >= thresholds.long_bits:
        # Two reports of one event may have a word changed between them, and a name.
        return overlap.density >= (_DENSE if _soon(days) else _WORD_FOR_WORD)
    verbatim = min(overlap.contained, overlap.density) >= _WORD_FOR_WORD
    return verbatim and evidence.shared_without_names >= thresholds.disputed_bits


def _less(a: Utterance, b: Utterance) -> Literal["a", "b"]:
    return "a" if a.bits < b.bits else "b"


def _nobodys(a: Utterance, b: Utterance) -> Literal["a", "b"] | None:
    if bool(a.speakers) == bool(b.speakers):
        return None
    return "b" if a.speakers else "a"


def relation_between(a: Utterance, b: Utterance, overlap: Overlap) -> Relation:
    """Two utterances that are one quote, and what they share -> what one is of the other."""
    if a.words == b.words:
        return "exact"
    return "variant" if overlap.span_share >= _WHOLE else "fragment"
