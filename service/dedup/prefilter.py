"""What is kept of an utterance beside its keys, to see without its words that it cannot be a match.

Most that share a key with an utterance share little else, and reading all their words would cost
more as a store grows. The outline of each says how much it says, when, and which stems its words
may have: a Bloom filter of one hash (Bloom 1970). It tells the most that two can share, so what it
turns away the rules would turn away too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from service.dedup.index_keys import is_enough
from service.dedup.link_rules import LINK_THRESHOLDS, may_link_after
from service.dedup.overlap import STEM
from service.dedup.utterance import WordSequence
from service.dedup.words.word_weights import MOST, bits

_PLACES = 128
"""Of a filter, eight times the words of most quotes."""

# Sums in another order differ in their last digits.
_NEARLY = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Prefilter:
    """A stored utterance without its words."""

    bits: float
    """What it says in all."""
    day: int | None
    stems: bytes
    """What `stems_of` gives."""


@dataclass(frozen=True, slots=True)
class Query:
    """An utterance, ready to be held against outlines."""

    bits: float
    day: int | None
    stems: tuple[tuple[int, float, float], ...]
    """The place of each in a filter, what its words say, and the most that words like them say."""


def stems_of(words: Iterable[str]) -> bytes:
    """Normal words -> the places that their stems have in a filter, 128 bits."""
    places = 0
    for word in words:
        places |= _place(word[:STEM])
    return places.to_bytes(_PLACES // 8, "big")


def prefilter_of(words: WordSequence, day: int | None) -> Prefilter:
    """An utterance's words and its day -> its outline."""
    return Prefilter(words.bits, day, stems_of(words.words))


def query_of(words: WordSequence, day: int | None) -> Query:
    """An utterance's words and its day -> what outlines are held against."""
    found: dict[int, tuple[float, float]] = {}
    for word in words.words:
        place, said = _place(word[:STEM]), bits(word)
        own, most = found.get(place, (0.0, 0.0))
        # "extreme" may stand for "extremely", which may say more.
        found[place] = own + said, most + (MOST if len(word) >= STEM else said)
    return Query(words.bits, day, tuple((place, *its) for place, its in found.items()))


def may_match(one: Query, other: Prefilter, shared: int) -> bool:
    """An utterance, the outline of another, what their shared keys weigh -> whether to compare.

    False for what does not meet (`service.dedup.index_keys.is_enough`), and for what
    `service.dedup.link_rules.promising_overlap` would turn away.
    """
    if not is_enough(shared, one.bits, other.bits):
        return False
    if shared == 1 and not _within_reach(one, other):
        return False
    places = int.from_bytes(other.stems, "big")
    own = most = 0.0
    for place, said, like in one.stems:
        if places & place:
            own += said
            most += like
    least = LINK_THRESHOLDS.reworded_share * _NEARLY
    return (
        own >= least * one.bits
        or most >= least * other.bits
        or own >= LINK_THRESHOLDS.long_bits * _NEARLY
    )


def _within_reach(one: Query, other: Prefilter) -> bool:
    # What meets by a single key that is no run either has a speaker in common, whose words reach so
    # many days, or says too little to be one quote across two.
    if one.day is None or other.day is None:
        return True
    return may_link_after(min(one.bits, other.bits), abs(one.day - other.day))


@lru_cache(maxsize=1 << 16)
def _place(stem: str) -> int:
    return 1 << crc32(stem.encode("utf-8", "surrogatepass")) % _PLACES
