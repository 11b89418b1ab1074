"""Two utterances -> the evidence that they are one, for `service.dedup.link_rules` to weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.dedup.align import SharedRun, align, in_order, mirrored
from service.dedup.guards import changes_meaning
from service.dedup.utterance import Utterance, WordSequence
from service.dedup.words.word_weights import MOST, total_bits

# "extreme careless" for "extremely careless": an ending changed. Shorter stems are other words.
STEM = 5
_ENDING = 3
_FEW = 5
# Words that were moved or respelt stand right beside the runs, or in a gap no wider than a phrase.
_BESIDE = 3
_GAP = 6


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the words of two utterances share. The shorter is the one that says less."""

    runs: tuple[SharedRun, ...]
    moved_words: tuple[tuple[int, int], ...]
    """The places of words beside the runs that were moved or respelt."""
    shared: float
    """Bits of the shared words."""
    contained: float
    """How much of the shorter the longer has, in bits: 0 to 1."""
    covered: float
    """How much of the longer the shorter has."""
    span_share: float
    """How much of the longer lies between the first shared word and the last."""
    density: float
    """How much of the stretch that the runs span in the shorter, they fill."""
    moved: bool
    """Whether some of the shared words changed places."""

    @property
    def density_in_longer(self) -> float:
        """How much of the stretch that the runs span in the longer, they fill."""
        return self.covered / self.span_share if self.span_share else 0.0


@dataclass(frozen=True, slots=True)
class OverlapEvidence:
    """What two utterances share, and what else tells whether they are one."""

    overlap: Overlap
    shared_without_names: float
    """Bits of the shared words without names: two speakers who name the same people need not say
    the same."""
    meaning_changed: bool
    """Whether what differs turns the meaning: a negation, a number, a name."""


def may_share(a: WordSequence, b: WordSequence, *, least: float, long: float) -> bool:
    """The words of two utterances -> whether aligning them could find enough: a cheap bound.

    An ending that changed may be half of a few words, so there it counts as shared.
    """
    if min(len(a.words), len(b.words)) < _FEW:
        return any(_has(x, y, min(long, least * y.bits)) for x, y in ((a, b), (b, a)))
    common = total_bits(a.vocabulary & b.vocabulary)
    return common >= min(long, least * min(a.vocabulary_bits, b.vocabulary_bits))


def _has(a: WordSequence, b: WordSequence, least: float) -> bool:
    """Whether the first may have so many bits of the second's words, inflected or not."""
    # Each word of the first answers to one of the second, so few never make up for a whole speech.
    if len(a.words) * MOST < least:
        return False
    stems = {word[:STEM] for word in a.vocabulary if len(word) >= STEM}
    common = [word for word in b.words if word in a.vocabulary or word[:STEM] in stems]
    return total_bits(common) >= least


def compare(a: Utterance, b: Utterance) -> OverlapEvidence:
    """Two utterances -> what they share. Symmetric, but for the places, which are mirrored."""
    return evidence_of(a, b, overlap_of(a.word_sequence, b.word_sequence))


def overlap_of(a: WordSequence, b: WordSequence) -> Overlap:
    """The words of two utterances -> what they share. Symmetric like `compare`."""
    if in_order(b.words) < in_order(a.words):
        # Which word moved where is found from one side, so that side is always the same.
        found = overlap_of(b, a)
        moved = tuple((i, j) for j, i in found.moved_words)
        return replace(found, runs=mirrored(found.runs), moved_words=moved)
    runs = align(a.words, b.words)
    if not runs:
        return Overlap((), (), 0.0, 0.0, 0.0, 0.0, 0.0, moved=False)
    moved_words = _moved_or_respelt(runs, a.words, b.words)
    of_a, spanned_a = _weighed(_places_in_a(runs), [i for i, _ in moved_words], a.weights)
    of_b, spanned_b = _weighed(_places_in_b(runs), [j for _, j in moved_words], b.weights)
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
    """Two utterances and what their words share -> that with what their tokens tell besides."""
    runs = overlap.runs
    if not runs:
        return OverlapEvidence(overlap, 0.0, meaning_changed=False)
    of_a, _ = _weighed(
        _places_in_a(runs), [i for i, _ in overlap.moved_words], a.weights_without_names
    )
    of_b, _ = _weighed(
        _places_in_b(runs), [j for _, j in overlap.moved_words], b.weights_without_names
    )
    return OverlapEvidence(
        overlap, min(of_a, of_b), meaning_changed=changes_meaning(runs, a.tokens, b.tokens)
    )


def _places_in_a(runs: Sequence[SharedRun]) -> list[tuple[int, int]]:
    return [(run.a, run.a + run.length) for run in runs]


def _places_in_b(runs: Sequence[SharedRun]) -> list[tuple[int, int]]:
    return [(run.b, run.b + run.length) for run in runs]


def _weighed(
    stretches: Sequence[tuple[int, int]], singles: Sequence[int], weights: Sequence[float]
) -> tuple[float, float]:
    """Where shared words stand -> their bits, and those from the first of them to the last."""
    filled = _filled(stretches, weights)
    if not singles:
        start, end = stretches[0][0], stretches[-1][1]
        return filled, filled if len(stretches) == 1 else sum(weights[start:end])
    start = min(stretches[0][0], *singles)
    end = max(stretches[-1][1], max(singles) + 1)
    return filled + sum([weights[single] for single in singles]), sum(weights[start:end])


def _filled(stretches: Sequence[tuple[int, int]], weights: Sequence[float]) -> float:
    return sum([sum(weights[start:end]) for start, end in stretches])


def _moved_or_respelt(
    runs: Sequence[SharedRun], a: Sequence[str], b: Sequence[str]
) -> list[tuple[int, int]]:
    """Runs -> words beside them that were swapped ("mills and mines") or inflected."""
    first, last = runs[0], runs[-1]
    if first.length == min(len(a), len(b)):
        return []
    end_a, end_b = last.a + last.length, last.b + last.length
    gaps = [(range(max(0, first.a - _BESIDE), first.a), range(max(0, first.b - _BESIDE), first.b))]
    for run, following in pairwise(runs):
        gaps.append(
            (range(run.a + run.length, following.a), range(run.b + run.length, following.b))
        )
    gaps.append(
        (range(end_a, min(len(a), end_a + _BESIDE)), range(end_b, min(len(b), end_b + _BESIDE)))
    )
    found, taken = [], set()
    for number, (in_a, _) in enumerate(gaps):
        # A word that changed places with a run stands in the gap on the run's other side.
        near = [j for _, in_b in gaps[max(0, number - 1) : number + 2] for j in in_b]
        if len(in_a) > _GAP or len(near) > 3 * _GAP:
            continue
        for i in in_a:
            for j in near:
                if j not in taken and (a[i] == b[j] or _inflected(a[i], b[j])):
                    taken.add(j)
                    found.append((i, j))
                    break
    return found


def _inflected(a: str, b: str) -> bool:
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    return (
        len(shorter) >= STEM
        and len(longer) - len(shorter) <= _ENDING
        and longer.startswith(shorter)
    )
