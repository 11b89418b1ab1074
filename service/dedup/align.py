"""Two utterances as normal words -> what they share, run by run.

Longest common runs first, then the same to the left and to the right (Ratcliff and Metzener 1988,
as in the standard library's difflib, but in half of its time): unlike a longest common subsequence
this never breaks a run of words to match one more "the". What is shared must also stand together,
so of all runs the best-scoring chain is kept, as in a local alignment (Smith and Waterman 1981): a
run pays for the gap before it in bits, and what it shares earns its words' bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from service.dedup.words.word_weights import total_bits

# What one doubling of a gap costs, in bits. A run of two common words earns some ten.
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Words that stand in both utterances in the same order: token positions and how many."""

    a: int
    b: int
    length: int


def align(a: Sequence[str], b: Sequence[str]) -> tuple[SharedRun, ...]:
    """The normal words of two utterances -> the runs they share, in order, none overlapping.

    Symmetric: aligning b with a gives the same runs, mirrored.
    """
    if in_order(b) < in_order(a):
        return mirrored(align(b, a))
    place = f" {' '.join(b)} ".find(f" {' '.join(a)} ")
    if a and place >= 0:
        # Most of what is compared holds the other word for word, which text search finds fastest.
        return (SharedRun(0, " ".join(b)[:place].count(" "), len(a)),)
    return _best_chain(common_runs(a, b), a)


def in_order(words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Words -> their place among all others: what begins with the lesser of two is symmetric."""
    return len(words), tuple(words)


def mirrored(runs: Sequence[SharedRun]) -> tuple[SharedRun, ...]:
    """The runs of a and b -> those of b and a."""
    return tuple(SharedRun(run.b, run.a, run.length) for run in runs)


def common_runs(a: Sequence[str], b: Sequence[str]) -> list[SharedRun]:
    """The normal words of two utterances -> all runs that longest-first finds, in order."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(b):
        places.setdefault(word, []).append(place)
    matching = [places.get(word, ()) for word in a]
    found = []
    between = [(0, len(a), 0, len(b))]
    while between:
        start_a, end_a, start_b, end_b = between.pop()
        best_a = best_b = longest = 0
        # By where it ends in b, the length of the run that ends at the word before.
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
            found.append(SharedRun(best_a, best_b, longest))
            between.append((start_a, best_a, start_b, best_b))
            between.append((best_a + longest, end_a, best_b + longest, end_b))
    return sorted(found, key=lambda run: run.a)


def _best_chain(runs: list[SharedRun], words: Sequence[str]) -> tuple[SharedRun, ...]:
    # Kadane's maximum over runs: a chain that has cost more than it earned is begun anew.
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
