"""The normal words of an utterance -> the keys under which a store finds its likes.

Three kinds of keys, for three kinds of likeness:

- `whole`, one key of all words: the same words, however few.
- `runs`, winnowed n-grams (Schleimer, Wilkerson and Aiken 2003): long verbatim stretches, whoever
  is named as the speaker. Any run of `GUARANTEED` words that two utterances share gives them a
  key in common.
- `words` and `anchors`: short fragments and changed wordings, looked up within one speaker only.
  Anchors are the two rarest words. Two utterances meet when an anchor of one is a word of the
  other, so that either finds the other, whichever came first.

Keys depend on the words alone, never on what is stored, and are signed 64-bit integers, which
SQLite and PostgreSQL both hold in a BIGINT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from service.dedup.rarity import bits

GRAM = 5
WINDOW = 3
GUARANTEED = GRAM + WINDOW - 1
"""The paper's t: a shared run of so many words is never missed."""

ANCHORS = 2
# Words that say less are in every speaker's every second sentence.
_LEAST_BITS = 8.0


@dataclass(frozen=True, slots=True)
class Keys:
    """What is stored with an utterance, and looked up for it."""

    whole: int
    runs: frozenset[int]
    words: frozenset[int]
    anchors: frozenset[int]


def keys_of(words: Sequence[str]) -> Keys:
    """The normal words of an utterance -> its keys. Anchors are among its words."""
    telling = sorted({w for w in words if bits(w) >= _LEAST_BITS}, key=lambda w: (-bits(w), w))
    return Keys(
        whole=_key(words),
        runs=frozenset(winnow([_key(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)])),
        words=frozenset(_key([word]) for word in telling),
        anchors=frozenset(_key([word]) for word in telling[:ANCHORS]),
    )


def meet(a: Keys, b: Keys, *, one_speaker: bool) -> bool:
    """The keys of two utterances -> whether they are to be compared. Symmetric."""
    if a.whole == b.whole or not a.runs.isdisjoint(b.runs):
        return True
    return one_speaker and not (a.anchors.isdisjoint(b.words) and b.anchors.isdisjoint(a.words))


def winnow(hashes: Sequence[int]) -> set[int]:
    """Hashes of consecutive grams -> the least of every window of `WINDOW`.

    An utterance with fewer grams than a window has one window.
    """
    if not hashes:
        return set()
    windows = max(1, len(hashes) - WINDOW + 1)
    return {min(hashes[start : start + WINDOW]) for start in range(windows)}


def _key(words: Sequence[str]) -> int:
    digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
