"""Blocking: utterances -> their keys -> the pairs that share enough keys to be compared.

The weights that two utterances must share are those of `service.dedup.index_keys`. A key of many
utterances is a *stop key*. Each of its utterances is then paired with those of the nearest days
only, so that a pair costs the same however large the archive is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from service.dedup.index_keys import (
    RUN_WEIGHT,
    SPEAKER_KEY_WEIGHT,
    STOP_KEY_UTTERANCES,
    TWENTY_WORDS_BITS,
    index_keys_of,
    needed_weight,
)
from service.dedup.stored_form import NewUtterance, tokens_in
from service.dedup.utterance import Utterance

NEAREST = 50
"""The utterances before it with which an utterance of a stop key is paired."""


class BlockingKey(NamedTuple):
    """A key of an utterance, and what decides whether sharing it is enough.

    A shuffle moves some fifteen for each utterance, and a tuple is pickled ten times as fast.
    """

    key: int
    weight: int
    digest: str
    day: int
    bits: float


class SharedKey(NamedTuple):
    """A key that two utterances share. The digest of `a` is the lesser one."""

    a: str
    b: str
    weight: int
    least_bits: float
    """The weight of the lighter of the two utterances, in bits."""


def compared_form(utterance: NewUtterance) -> Utterance:
    """Return an utterance as comparisons need it."""
    return Utterance(
        utterance.digest,
        tokens_in(utterance.form),
        frozenset(utterance.speakers),
        utterance.day,
        source=utterance.source,
    )


def blocking_keys(utterance: NewUtterance) -> Iterator[BlockingKey]:
    """Yield the keys of an utterance. One that can match nothing has none."""
    if not utterance.form:
        return
    keys = index_keys_of(compared_form(utterance))
    digest, day = utterance.digest, utterance.day or 0
    for key in keys.runs:
        yield BlockingKey(key, RUN_WEIGHT, digest, day, keys.bits)
    for key in set(keys.speaker_keys) - set(keys.runs):
        yield BlockingKey(key, SPEAKER_KEY_WEIGHT, digest, day, keys.bits)


def pairs_of_key(rows: Iterable[BlockingKey]) -> Iterator[SharedKey]:
    """Yield the pairs of one key's utterances, given in their order.

    All pairs below `STOP_KEY_UTTERANCES`, else those of neighbours. The memory is bounded.
    """
    first: list[BlockingKey] = []
    stream = iter(rows)
    for row in stream:
        first.append(row)
        if len(first) == STOP_KEY_UTTERANCES:
            yield from _pairs_of_neighbours(first, stream)
            return
    for row, other in combinations(first, 2):
        yield from _pair(row, other)


def is_compared(shared: Sequence[SharedKey]) -> bool:
    """Return whether two utterances share enough to be compared, from all keys that they share."""
    weight = sum(each.weight for each in shared)
    return weight >= needed_weight(shared[0].least_bits)


def _pairs_of_neighbours(
    first: Sequence[BlockingKey], rest: Iterator[BlockingKey]
) -> Iterator[SharedKey]:
    before: deque[BlockingKey] = deque(maxlen=NEAREST)
    for rows in (first, rest):
        for row in rows:
            for other in before:
                yield from _pair(other, row)
            before.append(row)


def _pair(row: BlockingKey, other: BlockingKey) -> Iterator[SharedKey]:
    least = min(row.bits, other.bits)
    if row.weight == SPEAKER_KEY_WEIGHT and least >= TWENTY_WORDS_BITS:
        return  # Two long utterances of one quote share runs.
    a, b = sorted((row.digest, other.digest))
    yield SharedKey(a, b, row.weight, least)
