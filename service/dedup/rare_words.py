"""Rare-word groups: the words to look up so that a reworded utterance is found.

An utterance that keeps all but r of some words keeps at least j of any r + j of them. So a
rewording of the given words has one group of j words among the r + j rarest. The number of
utterances that have a group is estimated as if words were independent of each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from service.dedup.words.house_style import is_number
from service.dedup.words.normalise import bits
from service.dedup.words.patterns import NEGATIONS

# An utterance of about sixteen words is so much likelier to have a word than one word is to be it.
_LENGTH_BITS = 4.0
# One word in this many may be changed, up to a limit.
_WORDS_PER_CHANGE = 4
_MOST_CHANGED = 3
_LARGEST_GROUP = 3


def rarest_first(words: Iterable[str]) -> list[str]:
    """Words -> each once, the rarest first."""
    return sorted(set(words), key=lambda word: (-bits(word), word))


def word_groups(words: Sequence[str], *, least: float) -> tuple[tuple[str, ...], ...]:
    """Normal words -> groups of them. Every rewording has all words of one group.

    Groups with less than `least` selective bits are left out: they would find too many utterances.
    """
    ordered = rarest_first(words)
    changed = min(_MOST_CHANGED, max(1, len(ordered) // _WORDS_PER_CHANGE))
    selective: tuple[tuple[str, ...], ...] = ()
    for size in range(1, min(_LARGEST_GROUP, len(ordered) - changed) + 1):
        groups = tuple(combinations(ordered[: changed + size], size))
        selective = tuple(group for group in groups if _selective_bits(group) >= least)
        if len(selective) == len(groups):
            break
    return selective


def unchanged_words(words: Collection[str]) -> tuple[str, ...]:
    """Normal words -> those that stay when a statement is negated or its numbers are changed."""
    return tuple(sorted({w for w in words if w not in NEGATIONS and not is_number(w)}))


def _selective_bits(group: Iterable[str]) -> float:
    """Words -> the bits n for which about one utterance in 2 ** n has all of them."""
    return sum(max(0.0, bits(word) - _LENGTH_BITS) for word in group)
