"""An utterance as deduplication sees it: its words, and who said them when, as far as known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from service.dedup.rarity import bits, total_bits
from service.dedup.tokens import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Words:
    """An utterance without its tokens: enough to see that two say nothing like the same."""

    words: tuple[str, ...]
    """The normal words, in order."""
    weights: tuple[float, ...] = field(init=False, repr=False)
    """The bits of each word."""
    bits: float = field(init=False, repr=False)
    vocabulary: frozenset[str] = field(init=False, repr=False)
    distinct: float = field(init=False, repr=False)
    """Bits of the vocabulary, each word once."""

    def __post_init__(self) -> None:
        weights = tuple(map(bits, self.words))
        vocabulary = frozenset(self.words)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "bits", sum(weights))
        object.__setattr__(self, "vocabulary", vocabulary)
        object.__setattr__(self, "distinct", total_bits(vocabulary))


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a comparison needs of one utterance. Nothing in it depends on what else is stored."""

    id: str
    """Made of what the article is (outlet, address, place), never of when it arrived."""
    tokens: tuple[Token, ...]
    speakers: frozenset[str] = frozenset()
    """The keys of all who are named as having said it; none for an unknown or anonymous one."""
    day: int | None = None
    """The day of publication, counted from any fixed day."""
    said: Words = field(init=False, repr=False)
    words: tuple[str, ...] = field(init=False, repr=False)
    weights: tuple[float, ...] = field(init=False, repr=False)
    """The bits of each word."""
    unnamed: tuple[float, ...] = field(init=False, repr=False)
    """The same, with names counting nothing."""
    bits: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        said = Words(tuple([token.form for token in self.tokens]))
        unnamed = [0.0 if token.name else said.weights[i] for i, token in enumerate(self.tokens)]
        object.__setattr__(self, "said", said)
        object.__setattr__(self, "words", said.words)
        object.__setattr__(self, "weights", said.weights)
        object.__setattr__(self, "unnamed", tuple(unnamed))
        object.__setattr__(self, "bits", said.bits)


def utter(
    utterance_id: str, text: str, *, speakers: Iterable[str] = (), published: date | None = None
) -> Utterance:
    """An id, the words as printed, and their circumstances -> what comparisons need of it."""
    day = published.toordinal() if published else None
    return Utterance(utterance_id, tokens_of(text), speakers=frozenset(speakers), day=day)


def one_speaker(a: Utterance, b: Utterance) -> bool:
    """Two utterances -> whether somebody is named as having said both."""
    return not a.speakers.isdisjoint(b.speakers)


def two_speakers(a: Utterance, b: Utterance) -> bool:
    """Two utterances -> whether both have named speakers, none in common."""
    return bool(a.speakers and b.speakers) and not one_speaker(a, b)
