"""What somebody is reported to have told ("A said B told her “...”") -> B's own attribution."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.extraction.cues import find_stance, load_verbs
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, Stance, Stretch
from service.text.spans import Span

_TOLD = re.compile(
    r",?[ \u00a0](?:had[ \u00a0]|has[ \u00a0]|once[ \u00a0]|then[ \u00a0])?(?P<cue>[a-z]+)"
    r"(?:[ \u00a0](?:her|him|them|me|us|it|reporters|police|[A-Z]\w+(?:[ \u00a0][A-Z]\w+)?))?"
    r"(?:[ \u00a0]that)?[,:]?[ \u00a0]"
)
_OPENS = re.compile(r"(?:^|[,;]|\bthat|\bwhen)[ \u00a0]*(?:[A-Z][a-z]+\.?[ \u00a0]){0,2}$")
"""What may stand in the content before whoever spoke: the clause begins with them."""
_CERTAIN = 0.8
"""How sure an inner attribution is beside the outer one."""
_REACH = 80


def told_within(
    text: str,
    attributions: Sequence[Attribution],
    stretches: Sequence[Stretch],
    entities: Sequence[NamedEntity],
) -> Iterator[Attribution]:
    """Attributions and what marks and names stand in their text -> those told within others.

    Only where the content ends on the words quoted, and nothing claims them by themselves.
    """
    people = sorted(
        (entity for entity in entities if entity.label is EntityLabel.PERSON),
        key=lambda entity: entity.span.start,
    )
    starts = [stretch.outer.start for stretch in stretches]
    claimed = {(a.content[-1].start, a.content[-1].end) for a in attributions}
    for attribution in attributions:
        whole = attribution.content[-1]
        at = bisect_left(starts, whole.start + 1)
        while at < len(stretches) and stretches[at].outer.start < whole.end:
            stretch = stretches[at]
            at += 1
            ends = whole.end - stretch.outer.end in (-1, 0, 1)
            if stretch.depth or not ends or _is_claimed(stretch, claimed):
                continue
            found = _teller(text, whole, stretch, people)
            if found and not any(found[0].overlaps(span) for span in attribution.source):
                yield Attribution(
                    content=(stretch.outer,),
                    cue=(found[1],),
                    source=(found[0],),
                    confidence=_CERTAIN * attribution.confidence,
                )


def _is_claimed(stretch: Stretch, claimed: set[tuple[int, int]]) -> bool:
    spans = (stretch.outer, stretch.inner)
    return any((span.start, span.end) in claimed for span in spans)


def _teller(
    text: str, whole: Span, stretch: Stretch, people: Sequence[NamedEntity]
) -> tuple[Span, Span] | None:
    """The content and the stretch that it ends on -> who tells it in between, and the cue."""
    low = max(whole.start, stretch.outer.start - _REACH)
    for person in people[bisect_left(people, low, key=lambda one: one.span.start) :]:
        if person.span.start >= stretch.outer.start:
            break
        told = _TOLD.fullmatch(text, person.span.end, stretch.outer.start)
        opens = _OPENS.search(text[max(whole.start, low - _REACH) : person.span.start])
        if told is None or opens is None or told["cue"] not in load_verbs():
            continue
        if find_stance(told["cue"]) is Stance.SPEECH:
            return person.span, Span(*told.span("cue"))
    return None
