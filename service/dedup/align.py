"""Two utterances as tokens -> what they share, run by run, and what one changed of the other.

Longest common runs first, then the same to the left and to the right (Ratcliff and Metzener 1988,
as in the standard library's difflib): unlike a longest common subsequence this never breaks a run
of words to match one more "the". What is shared must also stand together, so of all runs the
best-scoring chain is kept, as in a local alignment (Smith and Waterman 1981): a run pays for the
gap before it in bits, and what it shares earns its words' bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log2

from service.dedup.rarity import total_bits
from service.dedup.tokens import Token
from service.text.spans import Span

# What one doubling of a gap costs, in bits. A run of two common words earns some ten.
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both utterances in the same order: token positions and how many."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Where the utterances differ. Either span may be None: the other utterance added the words."""

    a: Span | None
    b: Span | None


def align(a: Sequence[str], b: Sequence[str]) -> tuple[Run, ...]:
    """The normal words of two utterances -> the runs they share, in order, none overlapping.

    Symmetric: aligning b with a gives the same runs, mirrored.
    """
    if in_order(b) < in_order(a):
        return mirrored(align(b, a))
    place = f" {' '.join(b)} ".find(f" {' '.join(a)} ")
    if a and place >= 0:
        # Most of what is compared holds the other word for word, which text search finds fastest.
        return (Run(0, " ".join(b)[:place].count(" "), len(a)),)
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return _best_chain([Run(*block) for block in blocks if block.size], a)


def in_order(words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Words -> their place among all others: what begins with the lesser of two is symmetric."""
    return len(words), tuple(words)


def mirrored(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs of a and b -> those of b and a."""
    return tuple(Run(run.b, run.a, run.length) for run in runs)


def edits(
    runs: Sequence[Run], a: Sequence[Token], b: Sequence[Token], *, outside: bool = True
) -> tuple[Edit, ...]:
    """Runs and the tokens of both utterances -> the differences, as spans into each as printed.

    `outside` also reports what stands before the first run and after the last one.
    """
    found = []
    ends = [(0, 0), *((run.a + run.length, run.b + run.length) for run in runs)]
    starts = [*((run.a, run.b) for run in runs), (len(a), len(b))]
    gaps = list(zip(ends, starts, strict=True))
    for (end_a, end_b), (start_a, start_b) in gaps if outside else gaps[1:-1]:
        if end_a < start_a or end_b < start_b:
            found.append(Edit(_span(a, end_a, start_a), _span(b, end_b, start_b)))
    return tuple(found)


def _span(tokens: Sequence[Token], start: int, end: int) -> Span | None:
    # A currency sign is read behind its number: "£5" is five pounds.
    some = tokens[start:end]
    return Span(min(t.start for t in some), max(t.end for t in some)) if some else None


def _best_chain(runs: list[Run], words: Sequence[str]) -> tuple[Run, ...]:
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
