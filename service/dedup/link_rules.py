"""Link rules: whether two utterances are one quote, by the evidence on these two alone.

The rules are explicit; their thresholds are in `service.dedup.reach`.
docs/decisions/0051-what-one-speaker-said-once.md says how these were chosen, and how a fitted model
compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from service.dedup.guards import is_formula, quotes_the_other
from service.dedup.overlap import (
    VERBATIM,
    Overlap,
    OverlapEvidence,
    evidence_of,
    may_share,
    overlap_of,
)
from service.dedup.reach import (
    LINK_THRESHOLDS,
    PIECE_DAYS,
    LinkThresholds,
    days_apart,
    is_near,
    is_own_piece,
    is_run_of,
    lighter,
    soon_enough,
)
from service.dedup.utterance import (
    Comparable,
    Utterance,
    WordSequence,
    have_different_speakers,
    one_speaks_for_other,
    share_speaker,
)

Relation = Literal["exact", "variant", "fragment"]


# Two excerpts share a passage of this density, and the rest is reworded.
_DENSE = 0.75
# Common words that are scattered more widely are shared by accident.
_LOOSE = 0.5
# In the longer utterance a rewording has at least this density.
_REWORDED_DENSITY = 0.6
# Within these days, loosely shared words are two reports of one event.
_SAME_EVENT_DAYS = 7
# An utterance that spans this share of the other is no fragment of it but a variant.
_VARIANT_SPAN = 0.75
# The cheap bound on common words may miss this share, since it ignores changed endings.
_SLACK = 0.15


@dataclass(frozen=True, slots=True)
class QuoteLink:
    """The result for two utterances that are one quote."""

    relation: Relation
    similarity: float
    """The share of the shorter utterance that is also in the longer, 0 to 1."""
    covered: float
    """The share of the longer utterance that is also in the shorter, 0 to 1."""
    shared: float
    """The weight of the shared words, in bits."""
    fragment: Literal["a", "b"] | None
    """The utterance that is a mere fragment of the other, or has no named speaker where the other
    has one. A fragment joins no two utterances that it is linked to. None joins two equals."""
    disputed: bool
    """Whether the two are attributed to different speakers."""


def link(
    a: Utterance, b: Utterance, *, thresholds: LinkThresholds = LINK_THRESHOLDS
) -> QuoteLink | None:
    """Two utterances -> their link, or None. Symmetric; it depends on nothing else."""
    overlap = promising_overlap(a, b, thresholds)
    return decide_link(a, b, evidence_of(a, b, overlap), thresholds=thresholds) if overlap else None


def is_mergeable(utterance: Utterance) -> bool:
    """Return whether this utterance and an exact copy of it would be one quote."""
    return link(utterance, utterance) is not None


def promising_overlap(
    a: Comparable, b: Comparable, thresholds: LinkThresholds = LINK_THRESHOLDS
) -> Overlap | None:
    """Two utterances -> what their words share, or None where they cannot be linked.

    The cheapest tests come first, and none needs tokens: most candidates are rejected here.
    """
    if not may_link_by_speakers(a, b, thresholds):
        return None
    if _is_far(a, b, thresholds) and not is_run_of(a.word_sequence, b.word_sequence):
        return None
    if not may_link_by_words(a.word_sequence, b.word_sequence, thresholds):
        return None
    overlap = overlap_of(a.word_sequence, b.word_sequence)
    long = overlap.shared >= thresholds.long_bits and overlap.density >= _LOOSE
    return overlap if long or overlap.contained >= thresholds.reworded_share else None


def may_link_by_words(
    a: WordSequence, b: WordSequence, thresholds: LinkThresholds = LINK_THRESHOLDS
) -> bool:
    """Return whether the words of two utterances may share enough for a link: a cheap bound."""
    return may_share(a, b, least=thresholds.reworded_share - _SLACK, long=thresholds.long_bits)


def may_link_by_speakers(
    a: Comparable, b: Comparable, thresholds: LinkThresholds = LINK_THRESHOLDS
) -> bool:
    """Return whether speakers, days and total weights allow a link at all."""
    most_shared, days = min(a.bits, b.bits), days_apart(a, b)
    if share_speaker(a, b):
        return days <= PIECE_DAYS or is_near(most_shared, days, thresholds)
    if one_speaks_for_other(a, b):
        return is_near(most_shared, days, thresholds)
    if have_different_speakers(a, b):
        return most_shared >= thresholds.disputed_bits
    return most_shared >= thresholds.unattributed_soon_bits


def decide_link(
    a: Utterance,
    b: Utterance,
    evidence: OverlapEvidence,
    *,
    thresholds: LinkThresholds = LINK_THRESHOLDS,
) -> QuoteLink | None:
    """Two utterances and what they share -> their link, or None.

    Args:
        a: One utterance.
        b: The other.
        evidence: What `service.dedup.overlap.compare` found, with positions in a and b.
        thresholds: The evidence that a link needs.
    """
    overlap = evidence.overlap
    if evidence.meaning_changed or not overlap.shared:
        return None
    days = days_apart(a, b)
    if days and (is_formula(a.words) or is_formula(b.words)):
        return None
    if share_speaker(a, b):
        accepted = _links_one_speaker(evidence, days, thresholds) or (
            days <= PIECE_DAYS and is_own_piece(a, b, evidence)
        )
    elif one_speaks_for_other(a, b):
        # No other words may be between the shared ones, on either side.
        whole = overlap.density_in_longer >= VERBATIM and _is_verbatim(overlap)
        accepted = whole and soon_enough(evidence, days, thresholds)
    elif quotes_the_other(overlap.runs, a.tokens, b.tokens):
        accepted = False
    elif have_different_speakers(a, b):
        accepted = _links_different_speakers(evidence, days, thresholds)
    else:
        accepted = _links_unknown_speaker(evidence, days, thresholds)
    if not accepted:
        return None
    relation = relation_between(a, b, overlap)
    # A piece that the other contains whole is a fragment, however long.
    is_piece = overlap.contained >= VERBATIM > overlap.covered
    is_fragment = is_piece or (relation == "fragment" and overlap.shared < thresholds.long_bits)
    return QuoteLink(
        relation=relation,
        similarity=round(overlap.contained, 4),
        covered=round(overlap.covered, 4),
        shared=round(overlap.shared, 3),
        fragment=lighter(a, b) if is_fragment else _unattributed(a, b),
        disputed=have_different_speakers(a, b),
    )


def relation_between(a: Utterance, b: Utterance, overlap: Overlap) -> Relation:
    """Two utterances of one quote, and what they share -> the relation of one to the other."""
    if a.words == b.words:
        return "exact"
    return "variant" if overlap.span_share >= _VARIANT_SPAN else "fragment"


def _is_far(a: Comparable, b: Comparable, thresholds: LinkThresholds) -> bool:
    """Return whether one speaker says both, so far apart that only a piece links."""
    near = is_near(min(a.bits, b.bits), days_apart(a, b), thresholds)
    return not near and share_speaker(a, b)


def _links_one_speaker(evidence: OverlapEvidence, days: int, thresholds: LinkThresholds) -> bool:
    overlap = evidence.overlap
    if _is_verbatim(overlap) and soon_enough(evidence, days, thresholds):
        return True
    # Two excerpts that overlap by a long passage, and each go on elsewhere.
    long_run = overlap.shared >= thresholds.long_bits and overlap.density >= VERBATIM
    if long_run and soon_enough(evidence, days, thresholds):
        return True
    if days > thresholds.reworded_days:
        return False
    least_density = _LOOSE if _is_same_event(days) else _DENSE
    if overlap.shared >= thresholds.long_bits and overlap.density >= least_density:
        return True
    return (
        overlap.contained >= thresholds.reworded_share
        and overlap.shared >= thresholds.reworded_bits
        and overlap.density_in_longer >= _REWORDED_DENSITY
    )


def _links_unknown_speaker(
    evidence: OverlapEvidence, days: int, thresholds: LinkThresholds
) -> bool:
    overlap, shared = evidence.overlap, evidence.shared_without_names
    least_density = _LOOSE if _is_same_event(days) else VERBATIM
    if shared >= thresholds.long_bits and overlap.density >= least_density:
        return True
    if not overlap.has_all or overlap.density < VERBATIM:
        return False
    if _is_same_event(days):
        return shared >= thresholds.unattributed_soon_bits
    return shared >= thresholds.unattributed_bits


def _links_different_speakers(
    evidence: OverlapEvidence, days: int, thresholds: LinkThresholds
) -> bool:
    overlap, shared = evidence.overlap, evidence.shared_without_names
    if shared >= thresholds.long_bits:
        # Two reports of one event may differ in a word and a name. But two people may begin alike.
        least_density = _DENSE if _is_same_event(days) else VERBATIM
        return overlap.density >= least_density and overlap.contained >= thresholds.reworded_share
    return overlap.has_all and overlap.density >= VERBATIM and shared >= thresholds.disputed_bits


def _is_verbatim(overlap: Overlap) -> bool:
    return overlap.has_all and overlap.density >= _DENSE and not overlap.moved


def _is_same_event(days: int) -> bool:
    return days <= _SAME_EVENT_DAYS


def _unattributed(a: Utterance, b: Utterance) -> Literal["a", "b"] | None:
    if bool(a.speakers) == bool(b.speakers):
        return None
    return "b" if a.speakers else "a"
