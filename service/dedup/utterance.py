"""An utterance as deduplication sees it: its words, and who said them when, as far as known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

from service.dedup.words.normalise import Token, normal_text, tokens_of
from service.dedup.words.word_weights import bits, total_bits

# One outlet prints "Paul D. Ryan", another "Paul Ryan".
_MIDDLE_INITIAL = re.compile(r"(?<=[^\W\d_]{2})(?: [^\W\d_]\.?)+ (?=[^\W\d_]{2})")


@dataclass(frozen=True)
class WordSequence:
    """An utterance without its tokens: enough to see that two say nothing like the same.

    What is not asked for is not reckoned, since most of what is looked at is turned away at once.
    """

    words: tuple[str, ...]
    """The normal words, in order."""

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The bits of each word."""
        return tuple(map(bits, self.words))

    @cached_property
    def bits(self) -> float:
        """What they say in all."""
        return sum(self.weights)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Each word once."""
        return frozenset(self.words)

    @cached_property
    def vocabulary_bits(self) -> float:
        """Bits of the vocabulary."""
        return total_bits(self.vocabulary)


class Comparable(Protocol):
    """What is known of an utterance without its tokens: an `Utterance`, or a stored row."""

    @property
    def word_sequence(self) -> WordSequence:
        """Its words."""
        ...

    @property
    def bits(self) -> float:
        """What its words say in all."""
        ...

    @property
    def speakers(self) -> frozenset[str]:
        """The keys of all who are named as having said it."""
        ...

    @property
    def day(self) -> int | None:
        """The day of publication."""
        ...

    @property
    def source(self) -> str:
        """Who said it, as printed."""
        ...


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
    word_sequence: WordSequence = field(init=False, repr=False)
    words: tuple[str, ...] = field(init=False, repr=False)
    weights: tuple[float, ...] = field(init=False, repr=False)
    """The bits of each word."""
    weights_without_names: tuple[float, ...] = field(init=False, repr=False)
    """The same, with names counting nothing."""
    bits: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "speakers", without_initials(self.speakers))
        sequence = WordSequence(tuple([token.form for token in self.tokens]))
        without_names = [
            0.0 if token.name else weight
            for token, weight in zip(self.tokens, sequence.weights, strict=True)
        ]
        object.__setattr__(self, "word_sequence", sequence)
        object.__setattr__(self, "words", sequence.words)
        object.__setattr__(self, "weights", sequence.weights)
        object.__setattr__(self, "weights_without_names", tuple(without_names))
        object.__setattr__(self, "bits", sequence.bits)


def utterance_of(
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


def share_speaker(a: Comparable, b: Comparable) -> bool:
    """Two utterances -> whether somebody is named as having said both."""
    return not a.speakers.isdisjoint(b.speakers)


def one_speaks_for_other(a: Comparable, b: Comparable) -> bool:
    """Two utterances -> whether one is said by whom the other's source, as printed, speaks for.

    What "Harbour Board director Ned Pike" said, another outlet has "the Harbour Board" say.
    """
    return _speaks_for(a, b) or _speaks_for(b, a)


def have_different_speakers(a: Comparable, b: Comparable) -> bool:
    """Two utterances -> whether both have named speakers, none in common and none for the other."""
    return (
        bool(a.speakers and b.speakers)
        and not share_speaker(a, b)
        and not one_speaks_for_other(a, b)
    )


def without_initials(speakers: Iterable[str]) -> frozenset[str]:
    """Speakers' keys -> the same without middle initials."""
    return frozenset(_MIDDLE_INITIAL.sub(" ", key) for key in speakers)


def other_names_in(source: str, speakers: Iterable[str]) -> str:
    """A source as printed, and the keys of its speakers -> what else it names, in plain words.

    "Harbour Board director Ned Pike" names the board beside him; "he" nobody else.
    """
    own = {word for key in speakers for word in plain_name(key).split()}
    tokens = tokens_of(f"the {source}")[1:]
    return " ".join(token.form for token in tokens if token.name and token.form not in own)


def _speaks_for(a: Comparable, b: Comparable) -> bool:
    source = f" {plain_name(b.source)} "
    names = (plain_name(key) for key in a.speakers)
    return any(name and f" {name} " in source for name in names)


@lru_cache(maxsize=1 << 14)
def plain_name(name: str) -> str:
    """A name or a source -> its normal words."""
    return normal_text(tokens_of(name))
