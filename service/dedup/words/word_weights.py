"""Word weights: the self-information of a normal word, in bits.

A word weighs much where two speakers are unlikely both to choose it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log2

from service.dedup.words.house_style import is_number
from service.text.lexicon import read_table

MOST_BITS = 13.0
"""The weight of any rarer word. How rare it is exactly depends on the counted articles."""
# A number is chosen from few: years, shares, counts.
_NUMBER_BITS = 8.0


def _read_bits() -> dict[str, float]:
    counts = {word: int(n) for word, n in read_table("service.dedup", "word_counts.tsv")}
    total = sum(counts.values())
    return {word: min(MOST_BITS, log2(total / count)) for word, count in counts.items()}


_BITS = _read_bits()


@lru_cache(maxsize=1 << 16)
def bits(word: str) -> float:
    """A normal word -> its self-information in bits (Shannon 1948), at most `MOST_BITS`."""
    if is_number(word):
        return _NUMBER_BITS
    return _BITS.get(word, MOST_BITS)


def is_english_word(word: str) -> bool:
    """Return whether the table of counts has a normal word. It has no names."""
    return word in _BITS


def total_bits(words: Iterable[str]) -> float:
    """Normal words -> the sum of their weights."""
    return sum(map(bits, words))
