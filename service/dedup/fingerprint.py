"""Fingerprint: keys computed from the normal words of an utterance.

There are three kinds of keys, for three kinds of likeness:

- `whole` is one key of all words. It finds the same words, however few.
- `runs` are winnowed n-grams (Schleimer, Wilkerson and Aiken 2003). They find long verbatim
  passages by any speaker. Two utterances that share a run of `GUARANTEED` words share such a key.
- `rare_words` are keys of single words, looked up within one speaker only. They find short
  fragments and changed wordings. They are winnowed by rarity. The rarest of any `RARE_WINDOW` words
  in a row is kept, so that a fragment picks the same word as its host. The few rarest words of the
  whole utterance are kept too.

Keys depend on the words alone, never on other utterances. They are signed 64-bit integers, which
both SQLite and PostgreSQL hold in a BIGINT. `service.dedup.index_keys` makes blocking keys of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from service.dedup.words.word_weights import bits

GRAM = 4
"""The words of an n-gram."""
WINDOW = 4
"""The n-grams in a row of which one is kept."""
GUARANTEED = GRAM + WINDOW - 1
"""The length in words of a shared run that is never missed: t in the paper."""

RARE_WINDOW = 4
"""The words in a row of which the rarest is kept."""
RAREST_WORDS = 3
"""The number of rarest words of the whole utterance that are kept."""
# Lighter words are in every second sentence of any speaker.
_LEAST_BITS = 8.0

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The keys of an utterance, each a signed 64-bit integer."""

    whole: int
    runs: frozenset[int]
    rare_words: frozenset[int]


def fingerprint_of(words: Sequence[str]) -> Fingerprint:
    """The normal words of an utterance -> its keys."""
    grams = [_key(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)]
    return Fingerprint(
        whole=_key(words),
        runs=frozenset(min(window) for window in windows(grams, WINDOW)),
        rare_words=frozenset(_key([word]) for word in rare_words_of(words)),
    )


def rare_words_of(words: Sequence[str]) -> set[str]:
    """Normal words -> the rare ones that distinguish the utterance, from all parts of it."""
    rarest = sorted(set(words), key=_rarest_first)[:RAREST_WORDS]
    spread = (min(window, key=_rarest_first) for window in windows(words, RARE_WINDOW))
    return {word for word in (*rarest, *spread) if bits(word) >= _LEAST_BITS}


def windows(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Items in a row -> every `size` neighbours, or all items where there are fewer."""
    if items:
        for start in range(max(1, len(items) - size + 1)):
            yield items[start : start + size]


@lru_cache(maxsize=1 << 16)
def _rarest_first(word: str) -> tuple[float, int]:
    # All names are equally rare. Their hashes decide, as in winnowing n-grams: by the alphabet,
    # almost every window would pick another word.
    return -bits(word), _key([word])


def _key(words: Sequence[str]) -> int:
    digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
