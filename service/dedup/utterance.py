"""An utterance as deduplication sees it: its words, and who said them when, as far as known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from service.dedup.rarity import bits, total_bits
from service.dedup.tokens import Token, tokens_of


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a comparison needs of one utterance. Nothing in it depends on what else is stored."""

    id: str
    """Made of what the article is (outlet, address, place), never of when it arrived."""
    tokens: tuple[Token, ...]
    speaker: str | None = None
    """Equal for one speaker, None for an unknown or anonymous one."""
    day: int | None = None
    """The day of publication, counted from any fixed day."""
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
    utterance_id: str, text: str, *, speaker: str | None = None, published: date | None = None
) -> Utterance:
    """An id, the words as printed, and their circumstances -> what comparisons need of it."""
    day = published.toordinal() if published else None
    return Utterance(utterance_id, tokens_of(text), speaker=speaker, day=day)
