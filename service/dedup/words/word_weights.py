"""A normal word -> how much it says, in bits: how unlikely two speakers are both to choose it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log2

from service.dedup.words.numerals import is_number
from service.text.lexicon import read_table

# Past this a word is simply rare; how rare exactly would be an accident of the counted articles.
MOST = 13.0
# A number is chosen from few: years, shares, counts.
_NUMBER = 8.0


def _read_bits() -> dict[str, float]:
    counts = {word: int(n) for word, n in read_table("service.dedup", "word_counts.tsv")}
    total = sum(counts.values())
    return {word: min(MOST, log2(total / count)) for word, count in counts.items()}


_BITS = _read_bits()


@lru_cache(maxsize=1 << 16)
def bits(word: str) -> float:
    """A normal word -> its self-information in bits (Shannon 1948), at most `MOST`."""
    if is_number(word):
        return _NUMBER
    return _BITS.get(word, MOST)


def is_english_word(word: str) -> bool:
    """A normal word -> whether it is an English word that the table knows. Names are not."""
    return word in _BITS


def total_bits(words: Iterable[str]) -> float:
    """Normal words -> the sum of what each says."""
    return sum(map(bits, words))
