"""Overlap: what two utterances share, as evidence for `service.dedup.link_rules`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.dedup.align import SharedRun, align, alignment_order, mirrored
from service.dedup.guards import changes_meaning
from service.dedup.utterance import Utterance, WordSequence
from service.dedup.words.normalise import MOST_BITS, total_bits

STEM_LENGTH = 5
"""Words with the same first letters may be forms of one word: "extreme" and "extremely"."""
VERBATIM = 0.95
"""This share of the words is the same: verbatim but for an ending."""
# A word of this weight at an end may be the reporter's: "that" for "the".
_LIGHT_BITS = 6.0
_NEARLY_ALL = 0.8
_LONGEST_ENDING = 3
_FEW_WORDS = 5
# Words that were moved or inflected are right beside the runs, or in a gap as wide as a phrase.
_BESIDE = 3
_WIDEST_GAP = 6


@dataclass(frozen=True, slots=True)
class Overlap:
    """The words that two utterances share. The *shorter* is the one with the lesser weight."""

    runs: tuple[SharedRun, ...]
    moved_words: tuple[tuple[int, int], ...]
    """Pairs of tokens beside the runs that changed places or endings, by their positions."""
    shared: float
    """The weight of the shared words, in bits."""
    contained: float
    """The share of the shorter's weight that is also in the longer, 0 to 1."""
    covered: float
    """The share of the longer's weight that is also in the shorter."""
    span_share: float
    """The share of the longer's weight from its first shared word to its last."""
    density: float
    """How much of the shorter is shared, from its first shared word to its last, 0 to 1."""
    moved: bool
    """Whether some of the shared words changed places."""

    @property
    def density_in_longer(self) -> float:
        """How much of the longer is shared, from its first shared word to its last, 0 to 1."""
        return self.covered / self.span_share if self.span_share else 0.0

    @property
    def has_all(self) -> bool:
        """Whether the longer has all of the shorter, perhaps but for a light word at an end."""
        if self.contained >= VERBATIM:
            return True
        is_run = self.contained >= _NEARLY_ALL and self.density >= VERBATIM
        return is_run and self.shared * (1 / self.contained - 1) <= _LIGHT_BITS


@dataclass(frozen=True, slots=True)
class OverlapEvidence:
    """What two utterances share, and further evidence whether they are one quote."""

    overlap: Overlap
    shared_without_names: float
    """The weight of the shared words without names. Two speakers may name the same people."""
    meaning_changed: bool
    """Whether a difference changes the meaning: a negation, a number or a name."""


def may_share(a: WordSequence, b: WordSequence, *, least: float, long: float) -> bool:
    """Return False if no alignment can find enough shared words. Fast.

    Args:
        a: The words of one utterance.
        b: The words of the other.
        least: The share of either utterance's weight that is enough.
        long: The weight in bits that is enough, whatever its share.
    """
    if min(len(a.words), len(b.words)) < _FEW_WORDS:
        # A changed ending may be half of a few words, so inflected forms count as shared.
        return any(_may_contain(x, y, min(long, least * y.bits)) for x, y in ((a, b), (b, a)))
    common = total_bits(a.vocabulary & b.vocabulary)
    return common >= min(long, least * min(a.vocabulary_bits, b.vocabulary_bits))


def _may_contain(a: WordSequence, b: WordSequence, least: float) -> bool:
    """Return whether `a` may share words of `b` of this weight, inflected or not."""
    # Each word of `a` matches one word of `b`, so a few words never match a whole speech.
    if len(a.words) * MOST_BITS < least:
        return False
    stems = {word[:STEM_LENGTH] for word in a.vocabulary if len(word) >= STEM_LENGTH}
    common = [word for word in b.words if word in a.vocabulary or word[:STEM_LENGTH] in stems]
    return total_bits(common) >= least


def compare(a: Utterance, b: Utterance) -> OverlapEvidence:
    """Two utterances -> what they share. Symmetric; positions are mirrored."""
    return evidence_of(a, b, overlap_of(a.word_sequence, b.word_sequence))


def overlap_of(a: WordSequence, b: WordSequence) -> Overlap:
    """The words of two utterances -> what they share. Symmetric like `compare`."""
    if alignment_order(b.words) < alignment_order(a.words):
        # The search for moved words is not symmetric, so it always begins from the same side.
        overlap = overlap_of(b, a)
        mirrored_words = tuple((i, j) for j, i in overlap.moved_words)
        return replace(overlap, runs=mirrored(overlap.runs), moved_words=mirrored_words)
    runs = align(a.words, b.words)
    if not runs:
        return Overlap((), (), 0.0, 0.0, 0.0, 0.0, 0.0, moved=False)
    moved_words = _moved_or_inflected(runs, a.words, b.words)
    of_a, spanned_a = _weigh(_ranges_in_a(runs), [i for i, _ in moved_words], a.weights)
    of_b, spanned_b = _weigh(_ranges_in_b(runs), [j for _, j in moved_words], b.weights)
    return Overlap(
        runs=runs,
        moved_words=tuple(moved_words),
        shared=min(of_a, of_b),
        contained=max(of_a / a.bits, of_b / b.bits),
        covered=min(of_a / a.bits, of_b / b.bits),
        span_share=min(spanned_a / a.bits, spanned_b / b.bits),
        density=min(of_a, of_b) / min(spanned_a, spanned_b),
        moved=any(a.words[i] == b.words[j] for i, j in moved_words),
    )


def evidence_of(a: Utterance, b: Utterance, overlap: Overlap) -> OverlapEvidence:
    """Two utterances and what their words share -> the same with the evidence of their tokens."""
    runs = overlap.runs
    if not runs:
        return OverlapEvidence(overlap, 0.0, meaning_changed=False)
    moved_a = [i for i, _ in overlap.moved_words]
    moved_b = [j for _, j in overlap.moved_words]
    of_a, _ = _weigh(_ranges_in_a(runs), moved_a, a.weights_without_names)
    of_b, _ = _weigh(_ranges_in_b(runs), moved_b, b.weights_without_names)
    return OverlapEvidence(
        overlap, min(of_a, of_b), meaning_changed=changes_meaning(runs, a.tokens, b.tokens)
    )


def _ranges_in_a(runs: Sequence[SharedRun]) -> list[tuple[int, int]]:
    return [(run.a, run.a + run.length) for run in runs]


def _ranges_in_b(runs: Sequence[SharedRun]) -> list[tuple[int, int]]:
    return [(run.b, run.b + run.length) for run in runs]


def _weigh(
    ranges: Sequence[tuple[int, int]], singles: Sequence[int], weights: Sequence[float]
) -> tuple[float, float]:
    """Return the weight of the shared words, and the weight from the first of them to the last."""
    shared = sum([sum(weights[start:end]) for start, end in ranges])
    if not singles:
        start, end = ranges[0][0], ranges[-1][1]
        return shared, shared if len(ranges) == 1 else sum(weights[start:end])
    start = min(ranges[0][0], *singles)
    end = max(ranges[-1][1], max(singles) + 1)
    return shared + sum([weights[single] for single in singles]), sum(weights[start:end])


def _moved_or_inflected(
    runs: Sequence[SharedRun], a: Sequence[str], b: Sequence[str]
) -> list[tuple[int, int]]:
    """Return words beside the runs that were swapped ("mills and mines") or inflected."""
    if runs[0].length == min(len(a), len(b)):
        return []
    pairs, taken = [], set()
    gaps = _gaps_beside(runs, len(a), len(b))
    for number, (gap_in_a, _) in enumerate(gaps):
        # A word that changed places with a run is in the gap on the run's other side.
        near = [j for _, gap_in_b in gaps[max(0, number - 1) : number + 2] for j in gap_in_b]
        if len(gap_in_a) > _WIDEST_GAP or len(near) > 3 * _WIDEST_GAP:
            continue
        for i in gap_in_a:
            for j in near:
                if j not in taken and (a[i] == b[j] or _is_inflected(a[i], b[j])):
                    taken.add(j)
                    pairs.append((i, j))
                    break
    return pairs


def _gaps_beside(
    runs: Sequence[SharedRun], length_a: int, length_b: int
) -> list[tuple[range, range]]:
    """Return the positions before, between and after the runs, in both utterances."""
    first, last = runs[0], runs[-1]
    end_a, end_b = last.a + last.length, last.b + last.length
    before = (range(max(0, first.a - _BESIDE), first.a), range(max(0, first.b - _BESIDE), first.b))
    between = [
        (range(run.a + run.length, following.a), range(run.b + run.length, following.b))
        for run, following in pairwise(runs)
    ]
    after = (
        range(end_a, min(length_a, end_a + _BESIDE)),
        range(end_b, min(length_b, end_b + _BESIDE)),
    )
    return [before, *between, after]


def _is_inflected(a: str, b: str) -> bool:
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    return (
        len(shorter) >= STEM_LENGTH
        and len(longer) - len(shorter) <= _LONGEST_ENDING
        and longer.startswith(shorter)
    )
