"""Whether one word put in another's place makes another statement: "guilty" and "innocent"."""

from __future__ import annotations

from functools import lru_cache

from service.text.lexicon import read_table

_PAIRS = frozenset(frozenset(row) for row in read_table("service.dedup", "opposites.tsv"))
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
# Shorter words are no words with a prefix: "in" and "inn".
_STEM = 4


@lru_cache(maxsize=1 << 14)
def opposite(one: str, other: str) -> bool:
    """Two normal words -> whether they turn a statement into another one. Symmetric."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _STEM and longer in {prefix + shorter for prefix in _PREFIXES}:
        return True
    return any(frozenset({x, y}) in _PAIRS for x in _bases(one) for y in _bases(other))


def _bases(word: str) -> set[str]:
    found = {word}
    for ending in ("s", "d", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word:
            found |= {stem, f"{stem}e"}
    return found
