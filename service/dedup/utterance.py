"""The utterance as deduplication sees it: its words, its speakers and its day.

It depends on its article alone, never on the other utterances of a store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

from service.dedup.speaker_names import Agreement, agreement
from service.dedup.words.normalise import (
    Token,
    bits,
    cached_tokens_of,
    normal_text,
    tokens_of,
    total_bits,
)
from service.dedup.words.patterns import ARTICLE

# One outlet prints "Paul D. Ryan", another "Paul Ryan".
_MIDDLE_INITIAL = re.compile(r"(?<=[^\W\d_]{2})(?: [^\W\d_]\.?)+ (?=[^\W\d_]{2})")

EDITOR_STEP = "editor"
"""How a speaker was found whom an editor named: the source as printed then names somebody else."""


@dataclass(frozen=True)
class WordSequence:
    """The normal words of an utterance without their tokens.

    They are enough to reject most candidates. Weights are computed on demand for that reason.
    """

    words: tuple[str, ...]
    """The normal words, in order."""

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The weight of each word, in bits."""
        return tuple(map(bits, self.words))

    @cached_property
    def bits(self) -> float:
        """The weight of all words."""
        return sum(self.weights)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct words."""
        return frozenset(self.words)

    @cached_property
    def vocabulary_bits(self) -> float:
        """The weight of the distinct words."""
        return total_bits(self.vocabulary)


class Comparable(Protocol):
    """An utterance whose tokens may not be loaded: an `Utterance`, or a stored row."""

    @property
    def word_sequence(self) -> WordSequence:
        """The normal words."""
        ...

    @property
    def bits(self) -> float:
        """The weight of all words."""
        ...

    @property
    def speakers(self) -> frozenset[str]:
        """The keys of all named speakers."""
        ...

    @property
    def day(self) -> int | None:
        """The day of publication."""
        ...

    @property
    def source(self) -> str:
        """The source of the quotation, as printed."""
        ...


@dataclass(frozen=True, slots=True)
class Utterance:
    """The words that one speaker, or several together, said, with all that comparisons need."""

    id: str
    """Made of outlet, address and position. It does not depend on the time of arrival."""
    tokens: tuple[Token, ...]
    speakers: frozenset[str] = frozenset()
    """The keys of all named speakers, in plain words as the registry spells them.

    Empty where the speaker is unknown or anonymous. Middle initials are left out.
    """
    day: int | None = None
    """The day of publication, counted from any fixed day."""
    source: str = ""
    """The source of the quotation, as printed: "Harbour Board director Ned Pike"."""
    word_sequence: WordSequence = field(init=False, repr=False)
    words: tuple[str, ...] = field(init=False, repr=False)
    weights: tuple[float, ...] = field(init=False, repr=False)
    """The weight of each word, in bits."""
    weights_without_names: tuple[float, ...] = field(init=False, repr=False)
    """The same, with a weight of 0 for names."""
    bits: float = field(init=False, repr=False)
    """The weight of all words."""

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
    """Return the utterance of a text as printed.

    Args:
        utterance_id: Any id that no other utterance has.
        text: The words as printed.
        speakers: The keys of all named speakers.
        published: The day of publication.
        source: The source of the quotation, as printed.
    """
    day = published.toordinal() if published else None
    return Utterance(utterance_id, cached_tokens_of(text), frozenset(speakers), day, source)


def share_speaker(a: Comparable, b: Comparable) -> bool:
    """Return whether two utterances have a named speaker in common, perhaps in two forms."""
    return not a.speakers.isdisjoint(b.speakers) or _agree(a, b, least=Agreement.SAME)


def one_speaks_for_other(a: Comparable, b: Comparable) -> bool:
    """Return whether a speaker of one utterance is named in the source of the other.

    One outlet lets "Harbour Board director Ned Pike" say it, another "the Harbour Board".
    """
    return _speaks_for(a, b) or _speaks_for(b, a)


def have_different_speakers(a: Comparable, b: Comparable) -> bool:
    """Return whether both have named speakers, and no speaker of one has to do with the other.

    A surname alone may be the other's: then the speaker counts as unknown.
    """
    return (
        bool(a.speakers and b.speakers)
        and a.speakers.isdisjoint(b.speakers)
        and not _agree(a, b, least=Agreement.SURNAME)
        and not one_speaks_for_other(a, b)
    )


def without_initials(speakers: Iterable[str]) -> frozenset[str]:
    """Speakers' keys -> the same without middle initials."""
    return frozenset(_MIDDLE_INITIAL.sub(" ", key) for key in speakers)


def other_names_in(source: str, speakers: Iterable[str]) -> str:
    """A source as printed and its speakers' keys -> the other names in it, in plain words.

    "Harbour Board director Ned Pike" also names the board. "He" names no one else.
    """
    own = {word for key in speakers for word in plain_name(key).split()}
    return " ".join(name for name in _names_in(source) if name not in own)


# "He" and "officials" are the sources of many utterances.
@lru_cache(maxsize=1 << 12)
def _names_in(source: str) -> tuple[str, ...]:
    # After an article, no word has its capital from the beginning of a sentence.
    tokens = tokens_of(f"{ARTICLE} {source}")[1:]
    return tuple(token.form for token in tokens if token.name)


def _agree(a: Comparable, b: Comparable, *, least: Agreement) -> bool:
    return any(agreement(x, y) >= least for x in a.speakers for y in b.speakers)


def _speaks_for(a: Comparable, b: Comparable) -> bool:
    source = f" {plain_name(b.source)} "
    names = (plain_name(key) for key in a.speakers)
    return any(name and f" {name} " in source for name in names)


@lru_cache(maxsize=1 << 14)
def plain_name(name: str) -> str:
    """A name or a source -> its normal words."""
    return normal_text(tokens_of(name))
