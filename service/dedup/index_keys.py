"""Blocking keys: a store compares two utterances only if they share enough of these keys.

Record linkage calls them blocking keys, since they cut all pairs down to a few blocks. An utterance
is stored under some keys, and finds other utterances under some. There are two kinds:

- Runs of words find utterances of any speaker.
- Speaker keys find utterances of one speaker: single rare words, and all words of an utterance too
  short for a run. Across speakers these would find far too much. An utterance too short for a run
  has them also under the other names in its source: another outlet may name that body as speaker.

The more both utterances say, the more they share if they are one quote. So the weight of shared
keys that a comparison needs grows with the lighter of the two (`needed_weight`). Two long
utterances of one quote share runs, and single words need not find them. So each speaker key has two
forms, next to each other in an index. Short utterances are stored under the first and look up both.
Long ones are stored under the second and look up the first alone: they find short ones only.

`python -m service.evaluation key-recall` measures what this misses and what it spares. The reasons
are in docs/decisions/0024-shared-keys-needed.md.

Blocking keys are made of a *fingerprint*, keys of the normal words alone:

- `whole` is one key of all words. It finds the same words, however few.
- `runs` are winnowed n-grams (Schleimer, Wilkerson and Aiken 2003). They find long verbatim
  passages by any speaker. Two utterances that share a run of `GUARANTEED` words share such a key.
- `rare_words` are keys of single words, looked up within one speaker only. They find short
  fragments and changed wordings. They are winnowed by rarity. The rarest of any `RARE_WINDOW` words
  in a row is kept, so that a fragment picks the same word as its host. The few rarest words of the
  whole utterance are kept too.

All keys are signed 64-bit integers, which both SQLite and PostgreSQL hold in a BIGINT.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

from service.dedup.reach import LINK_THRESHOLDS
from service.dedup.speaker_names import name_block
from service.dedup.utterance import Utterance, plain_name
from service.dedup.words.normalise import bits, is_english_word

TEN_WORDS_BITS = 80.0
"""The weight of about ten words, in bits."""
TWENTY_WORDS_BITS = 2 * TEN_WORDS_BITS
THIRTY_WORDS_BITS = 3 * TEN_WORDS_BITS

RUN_WEIGHT = 2
SPEAKER_KEY_WEIGHT = 1
MOST_NEEDED_WEIGHT = 4
"""The weight of shared keys that is enough for utterances of any length."""

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

STOP_KEY_UTTERANCES = 100
"""A key of at least this many utterances is a stop key, until `onrecord recluster --all`. Whether
two utterances are linked depends on the two alone as long as they share another key."""

_Item = TypeVar("_Item")

# The names of bodies in a source are found by their first words.
_LONGEST_NAME = 3


@dataclass(frozen=True, slots=True)
class IndexKeys:
    """The blocking keys of an utterance, signed 64-bit integers. Without words there are none."""

    bits: float = 0.0
    """The weight of the utterance's words."""
    runs: tuple[int, ...] = ()
    """Keys that find utterances of any speaker."""
    speaker_keys: tuple[int, ...] = ()
    """Keys that find utterances of one speaker, in the form for short utterances."""

    @property
    def stored_keys(self) -> tuple[int, ...]:
        """The keys under which other utterances find this one, each once."""
        within_speaker = (
            self.speaker_keys
            if self.bits < TWENTY_WORDS_BITS
            else map(_form_for_long, self.speaker_keys)
        )
        return tuple(dict.fromkeys((*self.runs, *within_speaker)))

    @property
    def lookup_weights(self) -> dict[int, int]:
        """The keys under which this utterance finds others, runs first, with their weights."""
        within_speaker = dict.fromkeys(self.speaker_keys, SPEAKER_KEY_WEIGHT)
        if self.bits < TWENTY_WORDS_BITS:
            within_speaker = {
                form: SPEAKER_KEY_WEIGHT
                for key in self.speaker_keys
                for form in (key, _form_for_long(key))
            }
        return dict.fromkeys(self.runs, RUN_WEIGHT) | within_speaker


def is_enough(shared_weight: int, bits: float, other_bits: float) -> bool:
    """The weight of shared keys and of two utterances -> whether to compare these."""
    return shared_weight >= needed_weight(min(bits, other_bits))


def needed_weight(least_bits: float) -> int:
    """The weight of the lighter of two utterances -> the weight that shared keys need."""
    if least_bits < TEN_WORDS_BITS:
        return SPEAKER_KEY_WEIGHT
    return RUN_WEIGHT if least_bits < THIRTY_WORDS_BITS else MOST_NEEDED_WEIGHT


def share_enough(a: IndexKeys, b: IndexKeys) -> bool:
    """The keys of two utterances -> whether a store compares them."""
    return is_enough(weight_of_shared(a, b), a.bits, b.bits)


def weight_of_shared(a: IndexKeys, b: IndexKeys) -> int:
    """The keys of two utterances -> the weight of those under which `a` finds `b`."""
    weights = a.lookup_weights
    return sum(weights[key] for key in weights.keys() & b.stored_keys)


def index_keys_of(utterance: Utterance) -> IndexKeys:
    """An utterance -> its blocking keys."""
    if not utterance.words:
        return IndexKeys()
    fingerprint = fingerprint_of(utterance.words)
    runs, within_speaker = set(fingerprint.runs), set(fingerprint.rare_words)
    speakers = {plain_name(speaker) for speaker in utterance.speakers}
    if not runs:
        within_speaker.add(fingerprint.whole)
        speakers.update(_possible_names(utterance.source.split()))
        if utterance.bits >= min(
            LINK_THRESHOLDS.unattributed_soon_bits, LINK_THRESHOLDS.disputed_bits
        ):
            runs.add(fingerprint.whole)
    speaker_keys = set(_speaker_keys(within_speaker, speakers))
    return IndexKeys(utterance.bits, tuple(sorted(runs)), tuple(sorted(speaker_keys)))


def _possible_names(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST_NAME) + 1):
            if end > start + 1 or not is_english_word(words[start]):
                yield " ".join(words[start:end])


def _speaker_keys(keys: Iterable[int], speakers: Iterable[str]) -> Iterator[int]:
    for speaker in speakers:
        for key in keys:
            joined = f"{key} {name_block(speaker)}".encode("utf-8", "surrogatepass")
            yield int.from_bytes(blake2b(joined, digest_size=8).digest(), "big", signed=True) & ~1


def _form_for_long(key: int) -> int:
    return key | 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The keys of an utterance, each a signed 64-bit integer."""

    whole: int
    runs: frozenset[int]
    rare_words: frozenset[int]


def fingerprint_of(words: Sequence[str]) -> Fingerprint:
    """The normal words of an utterance -> its keys."""
    grams = [_word_key(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)]
    return Fingerprint(
        whole=_word_key(words),
        runs=frozenset(min(window) for window in windows(grams, WINDOW)),
        rare_words=frozenset(_word_key([word]) for word in rare_words_of(words)),
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
    return -bits(word), _word_key([word])


def _word_key(words: Sequence[str]) -> int:
    digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
