"""What makes two occurrences one quote, as far as equal words go.

Exact deduplication compares the normal form and the speakers. Where nobody names the speaker, only
the length of the words can tell a common phrase from one and the same statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from service.dedup.normal import NORMAL_VERSION, fingerprint, normal_form, words_of

UNNAMED_WORDS = 5
"""Unnamed speakers' words are one quote from this many on."""

_LONGEST = 400
_BETWEEN = "\x1f"  # stands in no name


@dataclass(frozen=True, slots=True)
class Identity:
    """An utterance as deduplication sees it."""

    normal_version: int
    normal_hash: str
    words: tuple[str, ...]
    merges: bool
    """False for words that stand for themselves: a paraphrase, or an utterance without a word."""

    @property
    def merges_unnamed(self) -> bool:
        """Whether the words alone are long enough to be one quote."""
        return self.merges and len(self.words) >= UNNAMED_WORDS


def identify(text: str, *, verbatim: bool) -> Identity:
    """An utterance -> its identity."""
    normal = normal_form(text)
    words = words_of(normal)
    return Identity(
        normal_version=NORMAL_VERSION,
        normal_hash=fingerprint(normal),
        words=words,
        merges=verbatim and bool(words),
    )


def speaker_key(names: Iterable[str]) -> str:
    """The keys of the named speakers, in any order -> one key; empty where nobody is named."""
    joined = _BETWEEN.join(sorted(set(names)))
    if len(joined) <= _LONGEST:
        return joined
    return f"sha256:{sha256(joined.encode()).hexdigest()}"


def own_key(article: str, ordinal: int) -> str:
    """An article and a place in it -> a key that no other utterance has."""
    return f"{_BETWEEN}{article}{_BETWEEN}{ordinal}"
