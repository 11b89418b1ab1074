"""The nearest passage of a paraphrase: the sentence that shares most of its rarer words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from service.dedup.overlap import STEM_LENGTH
from service.dedup.words.normalise import bits
from service.proofs.draft import DraftQuotation
from service.proofs.evidence import PassageEvidence, clock_before
from service.proofs.source_words import SourceWords
from service.proofs.speakers import CreditCheck, credit
from service.text.spans import Span

_CONTENT_BITS = 6.5
"""Lighter words ("the", "have") say nothing about the subject of a sentence."""
_MOST_SENTENCES = 2_000
_LEAST_SHARED = 0.25
_FEWEST_WORDS = 2
_ALL_BUT = 0.6
_BONUS = {CreditCheck.SAME: 1.3, CreditCheck.UNKNOWN: 1.0, CreditCheck.DIFFERENT: 0.8}


class ParaphraseIndex:
    """The sentences of all sources by the beginnings of their rarer words."""

    def __init__(self, sources: Sequence[SourceWords]) -> None:
        self._sources = sources
        self._sentences: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._words: dict[tuple[int, int], tuple[int, int]] = {}
        for number, source in enumerate(sources):
            for place, form in enumerate(source.forms):
                key = (number, source.sentence_of[place])
                self._words[key] = (self._words.get(key, (place, place))[0], place)
                if bits(form) >= _CONTENT_BITS:
                    found = self._sentences[_stem(form)]
                    if not found or found[-1] != key:
                        found.append(key)

    def nearest(self, quotation: DraftQuotation) -> PassageEvidence | None:
        """Return the passage that is nearest to a paraphrase, or None where none is near."""
        weights = {_stem(f): bits(f) for f in quotation.forms if bits(f) >= _CONTENT_BITS}
        total = sum(weights.values())
        shared: defaultdict[tuple[int, int], float] = defaultdict(float)
        counts: Counter[tuple[int, int]] = Counter()
        for stem, weight in weights.items():
            for key in self._sentences.get(stem, ())[:_MOST_SENTENCES]:
                shared[key] += weight
                counts[key] += 1
        near = [
            key
            for key, weight in shared.items()
            if weight >= _LEAST_SHARED * total
            and (
                counts[key] >= _FEWEST_WORDS
                or weight >= _ALL_BUT * total
                or self._bonus(quotation, key) > 1
            )
        ]
        if not near:
            return None
        best = max(near, key=lambda key: (shared[key] * self._bonus(quotation, key), _back(key)))
        return self._evidence(quotation, best, shared[best] / total)

    def _bonus(self, quotation: DraftQuotation, key: tuple[int, int]) -> float:
        source = self._sources[key[0]]
        statement = source.statement(self._owner(key))
        return _BONUS[credit(quotation.speaker, statement, source.source)]

    def _owner(self, key: tuple[int, int]) -> int:
        source = self._sources[key[0]]
        first, last = self._words[key]
        owners = source.owners[first : last + 1]
        return max(set(owners), key=lambda number: (owners.count(number), -number))

    def _evidence(
        self, quotation: DraftQuotation, key: tuple[int, int], share: float
    ) -> PassageEvidence:
        source = self._sources[key[0]]
        span = source.hull(*self._words[key])
        return PassageEvidence(
            source=source.source,
            span=span,
            sentence=source.sentence_around(span),
            draft_spans=quotation.spans,
            similarity=round(min(1.0, share), 4),
            alignment=(),
            cuts=(),
            statement=source.statement(self._owner(key)),
            clock=clock_before(source.source, Span(span.start, span.start)),
        )


def _stem(form: str) -> str:
    return form[:STEM_LENGTH]


def _back(key: tuple[int, int]) -> tuple[int, int]:
    return -key[0], -key[1]
