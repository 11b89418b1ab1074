"""Score one document: the counts of each measure, gold against predicted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from service.evaluation.attribution.counts import Count, Counts, Measure
from service.evaluation.attribution.text_spans import find_words, spans_between_marks, trim_marks
from service.gold.documents import Comparison, GoldDocument
from service.gold.pairing import (
    AttributionPair,
    CoveredAttribution,
    cover_attributions,
    pair_attributions,
    same_source,
    span_bits,
    start_bits,
)
from service.text.spans import Span

_LONG = 3
"""Quoted spans of this many words or more count as speech; shorter ones are often scare quotes."""


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """How well one document was read."""

    document: GoldDocument
    gold: tuple[CoveredAttribution, ...]
    predicted: tuple[CoveredAttribution, ...]
    pairs: tuple[AttributionPair, ...]
    words: int
    """The first character of each word of the text, a bit each."""
    counts: Counts

    @property
    def errors(self) -> int:
        """Attributions missed, invented, or given to another source."""
        count = self.counts[Measure.ATTRIBUTION]
        return count.gold + count.predicted - 2 * count.hits


def score_document(comparison: Comparison) -> DocumentScore:
    """A document and its predictions -> its counts, and which prediction answers which gold."""
    text = comparison.gold.text
    gold = cover_attributions(comparison.gold.attributions)
    predicted = cover_attributions(comparison.predicted)
    pairs = pair_attributions(gold, predicted)
    hits = sum(pair.same_source for pair in pairs)
    words = start_bits(find_words(text))
    return DocumentScore(
        document=comparison.gold,
        gold=gold,
        predicted=predicted,
        pairs=pairs,
        words=words,
        counts={
            Measure.ATTRIBUTION: Count(hits, len(predicted), len(gold)),
            Measure.CONTENT_EXACT: _compare(_contents(text, gold), _contents(text, predicted)),
            **_count_quoted(text, gold, predicted),
            **_count_words(words, gold, predicted),
        },
    )


def _count_quoted(
    text: str, gold: Sequence[CoveredAttribution], predicted: Sequence[CoveredAttribution]
) -> dict[Measure, Count]:
    counts = dict.fromkeys(
        (
            Measure.QUOTED_DETECTED,
            Measure.QUOTED_ATTRIBUTED,
            Measure.QUOTED1_DETECTED,
            Measure.QUOTED1_ATTRIBUTED,
        ),
        Count(),
    )
    for span in spans_between_marks(text):
        words = len(find_words(span.of(text)))
        if not words:
            continue
        wanted, found = _owner(gold, span), _owner(predicted, span)
        detected = wanted is not None and found is not None
        attributed = wanted is not None and found is not None and same_source(wanted, found)
        long = words >= _LONG
        for measure, hit in (
            (Measure.QUOTED_DETECTED if long else Measure.QUOTED1_DETECTED, detected),
            (Measure.QUOTED_ATTRIBUTED if long else Measure.QUOTED1_ATTRIBUTED, attributed),
        ):
            counts[measure] += Count(hit, found is not None, wanted is not None)
    return counts


def _owner(attributions: Sequence[CoveredAttribution], quoted: Span) -> CoveredAttribution | None:
    """Return the attribution whose content holds most of a quoted span, half of it at least.

    If two hold equally much, the last one is returned.
    """
    bits = span_bits([quoted])
    shares = [
        ((attribution.content & bits).bit_count(), index)
        for index, attribution in enumerate(attributions)
    ]
    most, index = max(shares, default=(0, 0))
    return attributions[index] if most and 2 * most >= len(quoted) else None


def _count_words(
    words: int, gold: Sequence[CoveredAttribution], predicted: Sequence[CoveredAttribution]
) -> dict[Measure, Count]:
    def count(wanted: Iterable[int], found: Iterable[int]) -> Count:
        left, right = words & reduce(or_, wanted, 0), words & reduce(or_, found, 0)
        return Count((left & right).bit_count(), right.bit_count(), left.bit_count())

    return {
        Measure.CONTENT_TOKENS: count((a.content for a in gold), (a.content for a in predicted)),
        Measure.SOURCE_TOKENS: count((a.source for a in gold), (a.source for a in predicted)),
        Measure.CUE_TOKENS: count((a.cue for a in gold), (a.cue for a in predicted)),
    }


def _contents(text: str, attributions: Sequence[CoveredAttribution]) -> set[Span]:
    return {trim_marks(text, span) for given in attributions for span in given.marked.content}


def _compare(wanted: set[Span], found: set[Span]) -> Count:
    return Count(len(wanted & found), len(found), len(wanted))
