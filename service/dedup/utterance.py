"""An utterance as deduplication sees it: its words, and who said them when, as far as known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from service.dedup.rarity import bits, total_bits
from service.dedup.tokens import Token, normal_text, tokens_of

# One outlet prints "Paul D. Ryan", another "Paul Ryan".
_MIDDLE_INITIAL = re.compile(r"(?<=[^\W\d_]{2})(?: [^\W\d_]\.?)+ (?=[^\W\d_]{2})")


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a comparison needs of one utterance. Nothing in it depends on what else is stored."""

    id: str
    """Made of what the article is (outlet, address, place), never of when it arrived."""
    tokens: tuple[Token, ...]
    speakers: frozenset[str] = frozenset()
    """The keys of all who are named as having said it, names in plain words as the registry spells
    them; none for an unknown or anonymous one. Middle initials are left out."""
    day: int | None = None
    """The day of publication, counted from any fixed day."""
    source: str = ""
    """Who said it, as printed: "Harbour Board director Ned Pike"."""
    words: tuple[str, ...] = field(init=False, repr=False)
    weights: tuple[float, ...] = field(init=False, repr=False)
    """The bits of each word."""
    unnamed: tuple[float, ...] = field(init=False, repr=False)
    """The same, with names counting nothing."""
    bits: float = field(init=False, repr=False)
    vocabulary: frozenset[str] = field(init=False, repr=False)
    distinct: float = field(init=False, repr=False)
    """Bits of the vocabulary, each word once."""

    def __post_init__(self) -> None:
        speakers = frozenset(_MIDDLE_INITIAL.sub(" ", key) for key in self.speakers)
        object.__setattr__(self, "speakers", speakers)
        words = tuple([token.form for token in self.tokens])
        weights = tuple(map(bits, words))
        unnamed = [0.0 if token.name else weights[i] for i, token in enumerate(self.tokens)]
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "unnamed", tuple(unnamed))
        object.__setattr__(self, "bits", sum(weights))
        object.__setattr__(self, "vocabulary", frozenset(self.words))
        object.__setattr__(self, "distinct", total_bits(self.vocabulary))


def utter(
    utterance_id: str,
    text: str,
    *,
    speakers: Iterable[str] = (),
    published: date | None = None,
    source: str = "",
) -> Utterance:
    """An id, the words as printed, and their circumstances -> what comparisons need of it."""
    day = published.toordinal() if published else None
    return Utterance(utterance_id, tokens_of(text), frozenset(speakers), day, source)


def one_speaker(a: Utterance, b: Utterance) -> bool:
    """Two utterances -> whether somebody is named as having said both."""
    return not a.speakers.isdisjoint(b.speakers)


def one_voice(a: Utterance, b: Utterance) -> bool:
    """Two utterances -> whether one is said by whom the other's source, as printed, speaks for.

    What "Harbour Board director Ned Pike" said, another outlet has "the Harbour Board" say.
    """
    return _speaks_for(a, b) or _speaks_for(b, a)


def two_speakers(a: Utterance, b: Utterance) -> bool:
    """Two utterances -> whether both have named speakers, none in common and none for the other."""
    return bool(a.speakers and b.speakers) and not one_speaker(a, b) and not one_voice(a, b)


def _speaks_for(a: Utterance, b: Utterance) -> bool:
    source = f" {_plain(b.source)} "
    names = (_plain(key) for key in a.speakers)
    return any(name and f" {name} " in source for name in names)


@lru_cache(maxsize=1 << 14)
def _plain(name: str) -> str:
    return normal_text(tokens_of(name))
