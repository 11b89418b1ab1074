"""A normal word -> how much it says, in bits: how unlikely two speakers are both to choose it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log2
from pathlib import Path

from service.dedup.numerals import is_number

_TABLE = Path(__file__).parent / "lexicon" / "word_counts.tsv"

# Past this a word is simply rare; how rare exactly would be an accident of the counted articles.
MOST = 13.0
# A number is chosen from few: years, shares, counts.
_NUMBER = 8.0


def _read(table: Path) -> dict[str, float]:
    lines = table.read_text(encoding="utf-8").splitlines()
    counts = {word: int(n) for word, n in (x.split("\t") for x in lines if not x.startswith("#"))}
    total = sum(counts.values())
    return {word: min(MOST, log2(total / count)) for word, count in counts.items()}


_BITS = _read(_TABLE)


@lru_cache(maxsize=1 << 16)
def bits(word: str) -> float:
    """A normal word -> its self-information in bits (Shannon 1948), at most `MOST`."""
    if is_number(word):
        return _NUMBER
    return _BITS.get(word, MOST)


def is_common(word: str) -> bool:
    """A normal word -> whether it is an English word that the table knows. Names are not."""
    return word in _BITS


def total_bits(words: Iterable[str]) -> float:
    """Normal words -> the sum of what each says."""
    return sum(map(bits, words))
