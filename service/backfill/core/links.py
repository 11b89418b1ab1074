"""Links: pairs of utterances -> those that are one quote, by the link rules of `service.dedup`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from service.backfill.core.pairs import SharedKey, compared_form, is_compared
from service.dedup.clusters import LinkedPair
from service.dedup.link_rules import decide_link, promising_overlap
from service.dedup.overlap import evidence_of
from service.dedup.reach import days_apart
from service.dedup.stored_form import NewUtterance, words_in_form
from service.dedup.utterance import Utterance, WordSequence, without_initials


@dataclass(frozen=True, slots=True)
class ToCompare:
    """An utterance that is to be compared with another one, which is named by its digest."""

    other: str
    utterance: NewUtterance


class _Compared:
    """An utterance whose tokens are read only where its words are promising."""

    def __init__(self, stored: NewUtterance) -> None:
        self.stored = stored
        self.speakers = without_initials(stored.speakers)
        self.day, self.source = stored.day, stored.source

    @cached_property
    def word_sequence(self) -> WordSequence:
        return words_in_form(self.stored.form)

    @property
    def bits(self) -> float:
        return self.word_sequence.bits

    @cached_property
    def utterance(self) -> Utterance:
        return compared_form(self.stored)


def comparisons_of(utterance: NewUtterance, shared: Iterable[SharedKey]) -> Iterator[ToCompare]:
    """Yield what an utterance is compared with.

    Args:
        utterance: The utterance.
        shared: The keys that it shares as `a`, sorted by the other utterance.
    """
    for other, keys in groupby(shared, lambda each: each.b):
        if is_compared(list(keys)):
            yield ToCompare(other, utterance)


def links_with(utterance: NewUtterance, others: Iterable[NewUtterance]) -> Iterator[LinkedPair]:
    """Yield the links of an utterance with others. None of them is the utterance itself."""
    b = _Compared(utterance)
    for other in others:
        a = _Compared(other)
        overlap = promising_overlap(a, b)
        if overlap:
            link = decide_link(
                a.utterance, b.utterance, evidence_of(a.utterance, b.utterance, overlap)
            )
            if link:
                yield LinkedPair(other.digest, utterance.digest, link, days=days_apart(a, b))
