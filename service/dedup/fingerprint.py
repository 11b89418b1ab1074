"""The normal words of an utterance -> the keys under which a store finds its likes.

Three kinds of keys, for three kinds of likeness:

- `whole`, one key of all words: the same words, however few.
- `runs`, winnowed n-grams (Schleimer, Wilkerson and Aiken 2003): long verbatim stretches, whoever
  is named as the speaker. Any run of `GUARANTEED` words that two utterances share gives them a
  key in common.
- `anchors`, single telling words, looked up within one speaker only: short fragments and changed
  wordings. They are winnowed too, by rarity: the rarest of any `RARE_WINDOW` words in a row, so
  that a fragment picks what its host picks there, and the few rarest of all.

Two utterances meet by the keys that they share, so either finds the other, whichever came first:
`service.dedup.index_keys` says by how many. Keys
depend on the words alone, never on what is stored, and are signed 64-bit integers, which SQLite
and PostgreSQL both hold in a BIGINT.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from service.dedup.words.word_weights import bits

GRAM = 4
WINDOW = 4
GUARANTEED = GRAM + WINDOW - 1
"""The paper's t: a shared run of so many words is never missed."""

RARE_WINDOW = 4
RAREST_WORDS = 3
# Words that say less are in every speaker's every second sentence.
_LEAST_BITS = 8.0

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is stored with an utterance, and looked up for it."""

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
    """Normal words -> those that tell the utterance apart, all over it."""
    rarest = sorted(set(words), key=_rarest_first)[:RAREST_WORDS]
    spread = (min(window, key=_rarest_first) for window in windows(words, RARE_WINDOW))
    return {word for word in (*rarest, *spread) if bits(word) >= _LEAST_BITS}


def windows(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Items in a row -> every `size` neighbours; all of them, where they are fewer."""
    if items:
        for start in range(max(1, len(items) - size + 1)):
            yield items[start : start + size]


@lru_cache(maxsize=1 << 16)
def _rarest_first(word: str) -> tuple[float, int]:
    # Of words equally rare, as all names are, chance decides, as in winnowing grams: the first
    # of the alphabet would be another word in almost every window.
    return -bits(word), _key([word])


def _key(words: Sequence[str]) -> int:
    digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
