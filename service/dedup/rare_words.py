"""Words to be looked up -> groups of them that few utterances hold whole.

Whoever keeps all but r of some words keeps at least j of any r + j of them: so what a reworded
utterance has in common with the given words is found by groups of j among the r + j rarest. How
many utterances hold a group is estimated as if words came independently of each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from service.dedup.guards import NEGATIONS
from service.dedup.words.numerals import is_number
from service.dedup.words.word_weights import bits

# An utterance of some sixteen words is so much likelier to have a word than a single word to be it.
_LENGTH_BITS = 4.0
# One word in so many may be changed, but never more than this.
_KEPT = 4
_MOST_CHANGED = 3
_LARGEST = 3


def rarest_first(words: Iterable[str]) -> list[str]:
    """Words -> each once, the rarest first."""
    return sorted(set(words), key=lambda word: (-bits(word), word))


def word_groups(words: Sequence[str], *, least: float) -> tuple[tuple[str, ...], ...]:
    """Normal words -> the groups of which each reworded utterance has one whole.

    Groups that seek less than `least` bits are left out: they would find too many others.
    """
    ordered = rarest_first(words)
    changed = min(_MOST_CHANGED, max(1, len(ordered) // _KEPT))
    found: tuple[tuple[str, ...], ...] = ()
    for size in range(1, min(_LARGEST, len(ordered) - changed) + 1):
        groups = tuple(combinations(ordered[: changed + size], size))
        found = tuple(group for group in groups if _sought(group) >= least)
        if len(found) == len(groups):
            break
    return found


def unchanged_words(words: Collection[str]) -> tuple[str, ...]:
    """Normal words -> those that stay when a statement is negated or its numbers are changed."""
    return tuple(sorted({w for w in words if w not in NEGATIONS and not is_number(w)}))


def _sought(words: Iterable[str]) -> float:
    """Words -> how few utterances have all of them, in bits: of 2 ** that many, about one."""
    return sum(max(0.0, bits(word) - _LENGTH_BITS) for word in words)
