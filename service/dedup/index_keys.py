"""An utterance's keys as a store keeps them: two utterances to be compared share at least one.

Runs of words meet whoever is named as the speaker. Single telling words, and utterances too short
for a run, meet within one speaker only: across all speakers they would meet everything. Those too
short also meet under what their source names beside the speaker, which may be who speaks for them.

The more both say, the more they share if they are one quote: `need`. Single words bring nobody
together where both say a lot: whoever says a lot twice shares runs. So each of these keys has two
forms, next to each other in an index: under one those are filed who say less, under the other those
who say more, and these ask for the others alone.

What that misses and what it spares: `python -m service.evaluation key-recall`, and
docs/decisions/0024-shared-keys-needed.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from service.dedup.fingerprint import fingerprint_of
from service.dedup.link_rules import LINK_THRESHOLDS
from service.dedup.utterance import Utterance, plain_name
from service.dedup.words.word_weights import is_english_word

TEN_WORDS_BITS = 80.0
"""Bits, those of some ten words."""
TWENTY_WORDS_BITS = 2 * TEN_WORDS_BITS
THIRTY_WORDS_BITS = 3 * TEN_WORDS_BITS

MOST_NEEDED_WEIGHT = 4
"""What shared keys have to weigh at most, however much both say."""

_RUN, _SPOKEN = 2, 1
# Longer names of bodies are met by their beginnings.
_LONGEST_NAME = 3


@dataclass(frozen=True, slots=True)
class IndexKeys:
    """The keys of an utterance, signed 64-bit integers; none without words."""

    bits: float = 0.0
    """What the utterance says."""
    runs: tuple[int, ...] = ()
    """What meets whoever speaks."""
    speaker_keys: tuple[int, ...] = ()
    """What meets within one speaker, as those are filed under it who do not say a lot."""

    @property
    def stored_keys(self) -> tuple[int, ...]:
        """All under which others find it, each once."""
        spoken = (
            self.speaker_keys
            if self.bits < TWENTY_WORDS_BITS
            else map(_of_a_lot, self.speaker_keys)
        )
        return tuple(dict.fromkeys((*self.runs, *spoken)))

    @property
    def lookup_weights(self) -> dict[int, int]:
        """All under which it finds others, runs first, with what sharing each weighs."""
        spoken = dict.fromkeys(self.speaker_keys, _SPOKEN)
        if self.bits < TWENTY_WORDS_BITS:
            spoken = {key: _SPOKEN for its in self.speaker_keys for key in (its, _of_a_lot(its))}
        return dict.fromkeys(self.runs, _RUN) | spoken


def is_enough(shared: int, bits: float, others: float) -> bool:
    """What the shared keys weigh, what each of the two says in all -> whether to compare them."""
    return shared >= needed_weight(min(bits, others))


def needed_weight(bits: float) -> int:
    """What the one of two says in all who says less -> what the shared keys have to weigh."""
    if bits < TEN_WORDS_BITS:
        return _SPOKEN
    return _RUN if bits < THIRTY_WORDS_BITS else MOST_NEEDED_WEIGHT


def share_enough(a: IndexKeys, b: IndexKeys) -> bool:
    """The keys of two utterances -> whether a store compares them."""
    return is_enough(shared_weight(a, b), a.bits, b.bits)


def shared_weight(a: IndexKeys, b: IndexKeys) -> int:
    """The keys of two utterances -> what those weigh under which the first finds the second."""
    weights = a.lookup_weights
    return sum(weights[key] for key in weights.keys() & b.stored_keys)


def index_keys_of(utterance: Utterance) -> IndexKeys:
    """An utterance -> its keys."""
    if not utterance.words:
        return IndexKeys()
    keys = fingerprint_of(utterance.words)
    found, within = set(keys.runs), set(keys.rare_words)
    speakers = {plain_name(speaker) for speaker in utterance.speakers}
    if not found:
        within.add(keys.whole)
        speakers.update(_names(utterance.source.split()))
        if utterance.bits >= min(
            LINK_THRESHOLDS.unattributed_soon_bits, LINK_THRESHOLDS.disputed_bits
        ):
            found.add(keys.whole)
    spoken = set(_spoken(within, speakers))
    return IndexKeys(utterance.bits, tuple(sorted(found)), tuple(sorted(spoken)))


def _names(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST_NAME) + 1):
            if end > start + 1 or not is_english_word(words[start]):
                yield " ".join(words[start:end])


def _spoken(keys: Iterable[int], speakers: Iterable[str]) -> Iterator[int]:
    for speaker in speakers:
        for key in keys:
            said = f"{key} {speaker}".encode("utf-8", "surrogatepass")
            yield int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True) & ~1


def _of_a_lot(key: int) -> int:
    return key | 1
