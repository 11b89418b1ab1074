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
"""The weight of about ten words, in bits."""
TWENTY_WORDS_BITS = 2 * TEN_WORDS_BITS
THIRTY_WORDS_BITS = 3 * TEN_WORDS_BITS

RUN_WEIGHT = 2
SPEAKER_KEY_WEIGHT = 1
MOST_NEEDED_WEIGHT = 4
"""The weight of shared keys that is enough for utterances of any length."""

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
            joined = f"{key} {speaker}".encode("utf-8", "surrogatepass")
            yield int.from_bytes(blake2b(joined, digest_size=8).digest(), "big", signed=True) & ~1


def _form_for_long(key: int) -> int:
    return key | 1
