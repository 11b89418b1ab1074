"""Prefilter: a small signature of a stored utterance that rejects most candidates.

Most utterances that share a key share little else, and loading all their words would cost more as
a store grows. The signature holds the total weight, the day, and a Bloom filter of the stems with
one hash (Bloom 1970). It gives an upper bound of what two utterances can share, so it rejects only
candidates that `service.dedup.link_rules` would reject.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from service.dedup.index_keys import SPEAKER_KEY_WEIGHT, is_enough
from service.dedup.overlap import STEM_LENGTH
from service.dedup.reach import LEAST_OF_PIECE, LINK_THRESHOLDS, PIECE_DAYS, is_near
from service.dedup.utterance import WordSequence
from service.dedup.words.normalise import MOST_BITS, bits

_FILTER_BITS = 128
"""The size of a Bloom filter: eight times the words of most quotes."""

# Sums in another order differ in their last digits.
_ROUNDING = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Prefilter:
    """The signature of a stored utterance."""

    bits: float
    """The weight of all words."""
    day: int | None
    stems: bytes
    """The Bloom filter that `stems_of` returns."""


@dataclass(frozen=True, slots=True)
class Query:
    """An utterance, prepared to be tested against many prefilters."""

    bits: float
    day: int | None
    stems: tuple[tuple[int, float, float], ...]
    """For each bit of the filter: the bit, the weight of the query's words that set it, and the
    most that inflected forms of these words weigh."""


def stems_of(words: Iterable[str]) -> bytes:
    """Normal words -> the Bloom filter of their stems, 128 bits."""
    filter_bits = 0
    for word in words:
        filter_bits |= _filter_bit(word[:STEM_LENGTH])
    return filter_bits.to_bytes(_FILTER_BITS // 8, "big")


def prefilter_of(words: WordSequence, day: int | None) -> Prefilter:
    """An utterance's words and its day -> its prefilter."""
    return Prefilter(words.bits, day, stems_of(words.words))


def query_of(words: WordSequence, day: int | None) -> Query:
    """An utterance's words and its day -> the query to test prefilters with."""
    weights: dict[int, tuple[float, float]] = {}
    for word in words.words:
        filter_bit, weight = _filter_bit(word[:STEM_LENGTH]), bits(word)
        own, most = weights.get(filter_bit, (0.0, 0.0))
        # "Extreme" may match "extremely", which may weigh more.
        most_of_forms = MOST_BITS if len(word) >= STEM_LENGTH else weight
        weights[filter_bit] = own + weight, most + most_of_forms
    stems = tuple((filter_bit, own, most) for filter_bit, (own, most) in weights.items())
    return Query(words.bits, day, stems)


def may_match(query: Query, candidate: Prefilter, shared_weight: int) -> bool:
    """Return whether the words of a candidate have to be loaded and compared.

    False where the shared keys are too few (`service.dedup.index_keys.is_enough`), and for pairs
    that `service.dedup.link_rules.promising_overlap` would reject.
    """
    if not is_enough(shared_weight, query.bits, candidate.bits):
        return False
    near = shared_weight > SPEAKER_KEY_WEIGHT or _is_near(query, candidate)
    if not near and abs((query.day or 0) - (candidate.day or 0)) > PIECE_DAYS:
        return False
    filter_bits = int.from_bytes(candidate.stems, "big")
    own = most = 0.0
    for filter_bit, weight, most_of_forms in query.stems:
        if filter_bits & filter_bit:
            own += weight
            most += most_of_forms
    if not near:
        return own >= LEAST_OF_PIECE * _ROUNDING * min(query.bits, candidate.bits)
    least_share = LINK_THRESHOLDS.reworded_share * _ROUNDING
    return (
        own >= least_share * query.bits
        or most >= least_share * candidate.bits
        or own >= LINK_THRESHOLDS.long_bits * _ROUNDING
    )


def _is_near(query: Query, candidate: Prefilter) -> bool:
    # Two utterances that share one speaker key alone have a speaker in common, and then the rules
    # limit the days; or they say too little to be one quote by two speakers.
    if query.day is None or candidate.day is None:
        return True
    return is_near(min(query.bits, candidate.bits), abs(query.day - candidate.day))


@lru_cache(maxsize=1 << 16)
def _filter_bit(stem: str) -> int:
    return 1 << crc32(stem.encode("utf-8", "surrogatepass")) % _FILTER_BITS
