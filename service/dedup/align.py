"""Alignment: the runs of words that two utterances share.

The longest common run is found first, then the longest to its left and to its right. This is the
method of Ratcliff and Metzener (1988) and of the standard library's difflib, but twice as fast. A
longest common subsequence would break a run of words to match one more "the"; this never does.

Shared runs must also be near each other. So of all runs the best-scoring chain is kept, as in a
local alignment (Smith and Waterman 1981): a run scores the bits of its words, and pays bits for the
gap before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from service.dedup.words.normalise import total_bits

# The price of each doubling of a gap, in bits. A run of two common words scores about ten.
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Words in the same order in both utterances: the first token in each, and their number."""

    a: int
    b: int
    length: int


def align(a: Sequence[str], b: Sequence[str]) -> tuple[SharedRun, ...]:
    """The normal words of two utterances -> the runs they share, in order, none overlapping.

    Symmetric: aligning b with a gives the same runs, mirrored.
    """
    if alignment_order(b) < alignment_order(a):
        return mirrored(align(b, a))
    found_at = f" {' '.join(b)} ".find(f" {' '.join(a)} ")
    if a and found_at >= 0:
        # Most pairs hold the shorter utterance verbatim, which text search finds fastest.
        return (SharedRun(0, " ".join(b)[:found_at].count(" "), len(a)),)
    return _best_chain(common_runs(a, b), a)


def alignment_order(words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Words -> a sort key. Alignment begins with the lesser of two, and so is symmetric."""
    return len(words), tuple(words)


def mirrored(runs: Sequence[SharedRun]) -> tuple[SharedRun, ...]:
    """The runs of a and b -> those of b and a."""
    return tuple(SharedRun(run.b, run.a, run.length) for run in runs)


def common_runs(a: Sequence[str], b: Sequence[str]) -> list[SharedRun]:
    """The normal words of two utterances -> all runs that longest-first finds, in order."""
    positions: dict[str, list[int]] = {}
    for position, word in enumerate(b):
        positions.setdefault(word, []).append(position)
    matching = [positions.get(word, ()) for word in a]
    runs = []
    to_search = [(0, len(a), 0, len(b))]
    while to_search:
        start_a, end_a, start_b, end_b = to_search.pop()
        best_a = best_b = longest = 0
        # The length of the run that ends at the word before, by its end in b.
        lengths: dict[int, int] = {}
        for i in range(start_a, end_a):
            grown: dict[int, int] = {}
            for j in matching[i]:
                if start_b <= j < end_b:
                    grown[j] = length = lengths.get(j - 1, 0) + 1
                    if length > longest:
                        best_a, best_b, longest = i - length + 1, j - length + 1, length
            lengths = grown
        if longest:
            runs.append(SharedRun(best_a, best_b, longest))
            to_search.append((start_a, best_a, start_b, best_b))
            to_search.append((best_a + longest, end_a, best_b + longest, end_b))
    return sorted(runs, key=lambda run: run.a)


def _best_chain(runs: list[SharedRun], words: Sequence[str]) -> tuple[SharedRun, ...]:
    # Kadane's maximum subarray over runs: a chain whose score falls to 0 is dropped.
    best, best_score = (0, 0), 0.0
    start, score = 0, 0.0
    for position, run in enumerate(runs):
        if position:
            before = runs[position - 1]
            gap_a = run.a - before.a - before.length
            gap_b = run.b - before.b - before.length
            score -= _GAP * (log2(1 + gap_a) + log2(1 + gap_b))
        if score <= 0:
            start, score = position, 0.0
        score += total_bits(words[run.a : run.a + run.length])
        if score > best_score:
            best, best_score = (start, position + 1), score
    return tuple(runs[slice(*best)])
