"""One document, gold and predicted -> its counts under each measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from service.evaluation.attribution.counts import Count, Counts, Measure
from service.evaluation.attribution.cover import Covered, cover, covered, same_source, starts
from service.evaluation.attribution.pairing import Pair, pair_up
from service.evaluation.attribution.stretches import find_words, quoted_stretches, trim
from service.evaluation.gold import Comparison, GoldDocument
from service.text.spans import Span

_LONG = 3
"""Words from which on a quoted stretch is taken for speech; shorter ones are often scare quotes."""


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """How well one document was read."""

    document: GoldDocument
    gold: tuple[Covered, ...]
    predicted: tuple[Covered, ...]
    pairs: tuple[Pair, ...]
    words: int
    """Where the words of the text begin, a bit each."""
    counts: Counts

    @property
    def errors(self) -> int:
        """Attributions missed, invented, or given to another source."""
        count = self.counts[Measure.ATTRIBUTION]
        return count.gold + count.predicted - 2 * count.hits


def score_document(comparison: Comparison) -> DocumentScore:
    """A document and its predictions -> its counts and what answered what."""
    text = comparison.gold.text
    gold = covered(comparison.gold.attributions)
    predicted = covered(comparison.predicted)
    pairs = pair_up(gold, predicted)
    hits = sum(pair.same_source for pair in pairs)
    words = starts(find_words(text))
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
    text: str, gold: Sequence[Covered], predicted: Sequence[Covered]
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
    for stretch in quoted_stretches(text):
        words = len(find_words(stretch.of(text)))
        if not words:
            continue
        wanted, found = _owner(gold, stretch), _owner(predicted, stretch)
        detected = wanted is not None and found is not None
        attributed = wanted is not None and found is not None and same_source(wanted, found)
        long = words >= _LONG
        for measure, hit in (
            (Measure.QUOTED_DETECTED if long else Measure.QUOTED1_DETECTED, detected),
            (Measure.QUOTED_ATTRIBUTED if long else Measure.QUOTED1_ATTRIBUTED, attributed),
        ):
            counts[measure] += Count(hit, found is not None, wanted is not None)
    return counts


def _owner(attributions: Sequence[Covered], stretch: Span) -> Covered | None:
    """The attribution whose content holds most of a stretch, half at least; of two the last."""
    bits = cover([stretch])
    shares = [
        ((attribution.content & bits).bit_count(), index)
        for index, attribution in enumerate(attributions)
    ]
    most, index = max(shares, default=(0, 0))
    return attributions[index] if most and 2 * most >= len(stretch) else None


def _count_words(
    words: int, gold: Sequence[Covered], predicted: Sequence[Covered]
) -> dict[Measure, Count]:
    def count(wanted: Iterable[int], found: Iterable[int]) -> Count:
        left, right = words & reduce(or_, wanted, 0), words & reduce(or_, found, 0)
        return Count((left & right).bit_count(), right.bit_count(), left.bit_count())

    return {
        Measure.CONTENT_TOKENS: count((a.content for a in gold), (a.content for a in predicted)),
        Measure.SOURCE_TOKENS: count((a.source for a in gold), (a.source for a in predicted)),
        Measure.CUE_TOKENS: count((a.cue for a in gold), (a.cue for a in predicted)),
    }


def _contents(text: str, attributions: Sequence[Covered]) -> set[Span]:
    return {trim(text, span) for each in attributions for span in each.marked.content}


def _compare(wanted: set[Span], found: set[Span]) -> Count:
    return Count(len(wanted & found), len(found), len(wanted))
