"""Drop attributions that say the same thing twice."""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction.quotation import Attribution
from service.text.spans import Span


def drop_duplicates(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions in the order of the text, the surer one of each pair of duplicates.

    Duplicates share half of the shorter content or more. An attribution that lies in another with
    its own cue ("he said she said ...") is no duplicate: both were said.
    """
    ordered = sorted(
        (attribution for attribution in attributions if _size(attribution) > 0),
        key=lambda attribution: (attribution.content, attribution.cue, attribution.source),
    )
    kept: list[Attribution] = []
    reaching: list[int] = []
    for attribution in ordered:
        start = attribution.content[0].start
        reaching = [index for index in reaching if kept[index].content[-1].end > start]
        duplicate = next((i for i in reaching if _are_duplicates(kept[i], attribution)), None)
        if duplicate is None:
            reaching.append(len(kept))
            kept.append(attribution)
        elif _rank(attribution) > _rank(kept[duplicate]):
            kept[duplicate] = attribution
    return kept


def _rank(attribution: Attribution) -> tuple[bool, float, int]:
    return bool(attribution.source), attribution.confidence, _size(attribution)


def _are_duplicates(one: Attribution, other: Attribution) -> bool:
    if _holds(one.content, other.cue) or _holds(other.content, one.cue):
        return False
    shared = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in one.content
        for b in other.content
    )
    return 2 * shared >= min(_size(one), _size(other))


def _holds(content: Sequence[Span], cue: Sequence[Span]) -> bool:
    return bool(cue) and all(any(span.contains(word) for span in content) for word in cue)


def _size(attribution: Attribution) -> int:
    return sum(len(span) for span in attribution.content)
