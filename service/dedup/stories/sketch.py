"""A sketch: the little that is kept of an article's text to find its near copies.

The text is seen as *shingles*, all runs of `SHINGLE` words. A shingle has a hash, and the sketch
keeps the `SIZE` least hashes (bottom-k MinHash, Broder 1997). Two sketches tell how many shingles
two texts share: exactly for short texts, and within a few hundredths for long ones. The very least
hashes are the blocking keys by which a store finds candidates.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from service.dedup.stories.credit_lines import find_agency

SKETCH_VERSION = 1
"""A change of words, hashes, credit lines or rules needs a new number: `onrecord recluster`."""

SHINGLE = 5
"""The words of a shingle."""
SIZE = 192
"""The hashes of a sketch."""
KEYS = 16
"""The hashes of a sketch that are blocking keys."""

_WEIGHTS = tuple(pow(0x9E37_79B9_7F4A_7C15, place, 2**64) for place in range(SHINGLE))
"""What the hash of each word of a shingle is multiplied by: any odd numbers."""

_WORD = re.compile(r"[^\W_]+")
# A mark without its partner opens a quotation up to the end of the paragraph.
_QUOTED = re.compile(r"[“„][^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|(?<!\w)‘[^‘\n]*?’(?!\w)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of one text."""

    shingles: int
    """How many different shingles the text has."""
    least: tuple[int, ...]
    """Their least hashes, ascending."""
    agency: str | None = None
    """The news agency that the text credits."""

    @property
    def keys(self) -> tuple[int, ...]:
        """The blocking keys. Near copies share one."""
        return self.least[:KEYS]

    @property
    def is_whole(self) -> bool:
        """Whether no hash was left out."""
        return len(self.least) == self.shingles

    @property
    def packed(self) -> bytes:
        """The least hashes as bytes, eight each."""
        return struct.pack(f"<{len(self.least)}q", *self.least)


def unpack_sketch(shingles: int, packed: bytes, agency: str | None) -> Sketch:
    """Return a sketch whose hashes are packed."""
    return Sketch(shingles, struct.unpack(f"<{len(packed) // 8}q", packed), agency)


def sketch_article(text: str) -> Sketch:
    """Return the sketch of an article's text."""
    return sketch_words(own_words(text), find_agency(text))


def own_words(text: str) -> list[str]:
    """Return the words of a text in small letters, without what stands between quotation marks.

    Two reporters who heard one speech print the same quotations. That makes no copy.
    """
    return _WORD.findall(_QUOTED.sub(" ", text).casefold())


def sketch_words(words: Sequence[str], agency: str | None = None) -> Sketch:
    """Return the sketch of words, in the order of the text."""
    if len(words) < SHINGLE:
        return Sketch(0, (), agency)
    hashes = np.fromiter(map(_hash_word, words), np.uint64, count=len(words))
    starts = len(words) - SHINGLE + 1
    # Sums modulo 2 ** 64. One bit less fits a signed BIGINT.
    sums = np.zeros(starts, np.uint64)
    for place, weight in enumerate(_WEIGHTS):
        sums += hashes[place : place + starts] * np.uint64(weight)
    different = np.unique(sums >> np.uint64(1))
    return Sketch(len(different), tuple(different[:SIZE].tolist()), agency)


def count_shared(a: Sketch, b: Sketch) -> float:
    """Return about how many shingles two texts share. It is exact where both sketches are whole."""
    if a.is_whole and b.is_whole:
        return len(set(a.least) & set(b.least))
    # The least hashes of all shingles of both texts are a fair sample of these.
    others = set(b.least)
    sample = sorted({*a.least, *others})[:SIZE]
    both = others.intersection(a.least)
    alike = sum(map(both.__contains__, sample)) / len(sample)
    return alike * (a.shingles + b.shingles) / (1 + alike)


@lru_cache(maxsize=100_000)
def _hash_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
