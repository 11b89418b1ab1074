"""Blocking: utterances -> their keys -> the pairs that share enough keys to be compared.

The weights that two utterances must share are those of `service.dedup.index_keys`. A key of many
utterances is a *stop key*. Each of its utterances is then paired with those of the nearest days
only, so that a pair costs the same however large the archive is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
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
BLOCK = 1_000
"""The utterances of a stop key that are paired in one place. With 50 pairs of each, the key of a
formula that all papers print would else keep one processor busy while all others wait."""


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


class KeyBlock(NamedTuple):
    """Some utterances of one key in a row. An engine may pair each block in another place."""

    key: int
    nth: int
    before: tuple[BlockingKey, ...]
    """The last ones of the block before it, with which these are paired too."""
    rows: tuple[BlockingKey, ...]
    nearest: int
    """With how many before it each one is paired."""


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


def blocks_of_key(rows: Iterable[BlockingKey]) -> Iterator[KeyBlock]:
    """Yield the utterances of one key, given in their order, in blocks that bound the memory.

    One block below `STOP_KEY_UTTERANCES`, and none where there is no pair. A stop key has many.
    """
    stream = iter(rows)
    first = tuple(islice(stream, STOP_KEY_UTTERANCES))
    if len(first) < STOP_KEY_UTTERANCES:
        if len(first) > 1:
            yield KeyBlock(first[0].key, 0, (), first, len(first))
        return
    before: tuple[BlockingKey, ...] = ()
    all_rows = chain(first, stream)
    nth = 0
    while some := tuple(islice(all_rows, BLOCK)):
        yield KeyBlock(first[0].key, nth, before, some, NEAREST)
        before, nth = some[-NEAREST:], nth + 1


def pairs_of_block(block: KeyBlock) -> Iterator[SharedKey]:
    """Yield the pairs of each utterance of a block with the nearest ones before it."""
    before = deque(block.before, maxlen=block.nearest)
    for row in block.rows:
        for other in before:
            yield from _pair(other, row)
        before.append(row)


def is_compared(shared: Sequence[SharedKey]) -> bool:
    """Return whether two utterances share enough to be compared, from all keys that they share."""
    weight = sum(each.weight for each in shared)
    return weight >= needed_weight(shared[0].least_bits)


def _pair(row: BlockingKey, other: BlockingKey) -> Iterator[SharedKey]:
    least = min(row.bits, other.bits)
    if row.weight == SPEAKER_KEY_WEIGHT and least >= TWENTY_WORDS_BITS:
        return  # Two long utterances of one quote share runs.
    a, b = sorted((row.digest, other.digest))
    yield SharedKey(a, b, row.weight, least)
