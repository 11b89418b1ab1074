"""Chains: the runs of a source that together make a draft's words.

It is the alignment of spliced sequences (Gelfand, Mironov and Pevzner 1996): dynamic programming
over shared runs. A small gap in the source costs little, a jump to another place costs much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2

from service.dedup.align import SharedRun, common_runs
from service.dedup.words.normalise import total_bits
from service.proofs.source_words import SourceWords

NEAR = 60
"""A gap of more words than this is a jump to another place of the source."""
_JUMP = 24.0
_GAP = 1.5
_SKIPPED = 1.0
# Words beside the anchors are looked for this much farther than the draft is long.
_SLACK = 12
# A single word that a gap separates from the others is evidence if it weighs more than the gap.
_LONE_GAP = 3.0


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Runs of one place of a source: between two of them is a small gap at most."""

    runs: tuple[SharedRun, ...]

    @property
    def first(self) -> int:
        """The first word of the source."""
        return self.runs[0].b

    @property
    def last(self) -> int:
        """The last word of the source."""
        return self.runs[-1].b + self.runs[-1].length - 1


def best_chain(
    words: Sequence[str],
    runs: Sequence[SharedRun],
    *,
    bonus: Callable[[SharedRun], float],
) -> list[SharedRun]:
    """Return the runs that explain most of the draft's words, in the draft's order.

    Args:
        words: The draft's words.
        runs: Runs that draft and source share; they may overlap.
        bonus: What a run is worth beside the bits of its words, by who says it.
    """
    ordered = sorted(runs, key=lambda run: (run.a, run.b, run.length))
    weights = _prefix_weights(words)
    best: list[tuple[float, int, int]] = []  # score, the run before, words cut from the front
    for number, run in enumerate(ordered):
        own = bonus(run)
        chosen = (weights[run.a + run.length] - weights[run.a] + own, -1, 0)
        for earlier in range(number):
            before = ordered[earlier]
            end = before.a + before.length
            overlap = max(0, end - run.a)
            if overlap >= run.length or run.a <= before.a:
                continue
            start = run.a + overlap
            score = (
                best[earlier][0]
                + weights[run.a + run.length]
                - weights[start]
                + own
                - _gap_cost(run.b + overlap - before.b - before.length)
                - _SKIPPED * log2(1 + start - end)
            )
            if score > chosen[0]:
                chosen = (score, earlier, overlap)
        best.append(chosen)
    if not best:
        return []
    at = max(range(len(best)), key=lambda n: (best[n][0], -n))
    chain: list[SharedRun] = []
    while at >= 0:
        _, before_number, cut = best[at]
        run = ordered[at]
        chain.append(SharedRun(run.a + cut, run.b + cut, run.length - cut))
        at = before_number
    return chain[::-1]


def refine(
    words: Sequence[str], chain: Sequence[SharedRun], source: SourceWords
) -> list[SourcePlace]:
    """Return the places of a chain, with the smaller words between and beside the anchors."""
    places: list[list[SharedRun]] = []
    for run in chain:
        if places and 0 <= run.b - places[-1][-1].b - places[-1][-1].length <= NEAR:
            places[-1].append(run)
        else:
            places.append([run])
    refined = []
    for number, runs in enumerate(places):
        low = places[number - 1][-1].a + places[number - 1][-1].length if number else 0
        high = places[number + 1][0].a if number + 1 < len(places) else len(words)
        refined.append(_fill(words, runs, source, low=low, high=high))
    return _without_shared_words(refined)


def _fill(
    words: Sequence[str], runs: Sequence[SharedRun], source: SourceWords, *, low: int, high: int
) -> SourcePlace:
    forms = source.forms
    filled: list[SharedRun] = []
    head = max(0, runs[0].b - (runs[0].a - low) - _SLACK)
    filled += _between(words, forms, (low, runs[0].a), (head, runs[0].b))
    for run, following in pairwise(runs):
        filled.append(run)
        gap_a, gap_b = (run.a + run.length, following.a), (run.b + run.length, following.b)
        filled += _between(words, forms, gap_a, gap_b)
    last = runs[-1]
    filled.append(last)
    end_a, end_b = last.a + last.length, last.b + last.length
    tail = min(len(forms), end_b + high - end_a + _SLACK)
    filled += _between(words, forms, (end_a, high), (end_b, tail))
    return SourcePlace(tuple(_without_lone(_joined(filled), source)))


def _between(
    words: Sequence[str], forms: Sequence[str], a: tuple[int, int], b: tuple[int, int]
) -> list[SharedRun]:
    if a[0] >= a[1] or b[0] >= b[1]:
        return []
    found = common_runs(words[slice(*a)], forms[slice(*b)])
    return [SharedRun(run.a + a[0], run.b + b[0], run.length) for run in found]


def _joined(runs: Sequence[SharedRun]) -> list[SharedRun]:
    joined: list[SharedRun] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and (run.a, run.b) == (before.a + before.length, before.b + before.length):
            joined[-1] = SharedRun(before.a, before.b, before.length + run.length)
        else:
            joined.append(run)
    return joined


def _without_lone(runs: list[SharedRun], source: SourceWords) -> list[SharedRun]:
    """Return the runs without words at either end that match by accident."""
    while len(runs) > 1 and _is_lone(runs[0], runs[1], source):
        runs = runs[1:]
    while len(runs) > 1 and _is_lone(runs[-1], runs[-2], source):
        runs = runs[:-1]
    return runs


def _is_lone(run: SharedRun, beside: SharedRun, source: SourceWords) -> bool:
    first, second = sorted((run, beside), key=lambda each: each.b)
    gap_b = second.b - first.b - first.length
    gap_a = abs(second.a - first.a) - first.length
    weight = total_bits(source.forms[run.b : run.b + run.length])
    return weight < _LONE_GAP * (log2(1 + gap_b) + log2(1 + max(0, gap_a)))


def _without_shared_words(places: list[SourcePlace]) -> list[SourcePlace]:
    """Return the places so that no word of the draft belongs to two."""
    kept: list[SourcePlace] = []
    end = 0
    for place in places:
        runs = []
        for run in place.runs:
            cut = max(0, end - run.a)
            if cut < run.length:
                runs.append(SharedRun(run.a + cut, run.b + cut, run.length - cut))
                end = run.a + run.length
        if runs:
            kept.append(SourcePlace(tuple(runs)))
    return kept


def _gap_cost(gap: int) -> float:
    if gap == 0:
        return 0.0
    return _GAP * log2(1 + gap) if 0 < gap <= NEAR else _JUMP


def _prefix_weights(words: Sequence[str]) -> list[float]:
    weights = [0.0]
    for word in words:
        weights.append(weights[-1] + total_bits((word,)))
    return weights
