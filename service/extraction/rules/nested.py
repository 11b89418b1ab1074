"""Find attributions inside others: "A said B assured her “...”" has one of B."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.extraction.cues import find_stance, load_verbs
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, QuotedSpan, Stance
from service.extraction.rules.patterns import CLAUSE_BEGINS, PASSED_ON
from service.text.spans import Span

_SHARE = 0.8
"""The confidence of an inner attribution, as a share of the outer one's."""
_REACH = 80
"""How many characters before a quoted span its speaker may be named."""


def find_nested(
    text: str,
    attributions: Sequence[Attribution],
    quoted_spans: Sequence[QuotedSpan],
    entities: Sequence[NamedEntity],
) -> Iterator[Attribution]:
    """Yield the attributions inside others.

    The outer content must end with the quoted span, which no attribution has as its content.

    Args:
        text: The whole text.
        attributions: The outer attributions.
        quoted_spans: All quoted spans of the text, in its order.
        entities: The names in the text.
    """
    people = sorted(
        (entity for entity in entities if entity.label is EntityLabel.PERSON),
        key=lambda entity: entity.span.start,
    )
    starts = [quoted_span.outer.start for quoted_span in quoted_spans]
    claimed = {(a.content[-1].start, a.content[-1].end) for a in attributions}
    for attribution in attributions:
        whole = attribution.content[-1]
        at = bisect_left(starts, whole.start + 1)
        while at < len(quoted_spans) and quoted_spans[at].outer.start < whole.end:
            quoted_span = quoted_spans[at]
            at += 1
            ends = whole.end - quoted_span.outer.end in (-1, 0, 1)
            if quoted_span.depth or not ends or _is_claimed(quoted_span, claimed):
                continue
            found = _inner_speaker(text, whole, quoted_span, people)
            if found and not any(found[0].overlaps(span) for span in attribution.source):
                yield Attribution(
                    content=(quoted_span.outer,),
                    cue=(found[1],),
                    source=(found[0],),
                    confidence=_SHARE * attribution.confidence,
                )


def _is_claimed(quoted_span: QuotedSpan, claimed: set[tuple[int, int]]) -> bool:
    spans = (quoted_span.outer, quoted_span.inner)
    return any((span.start, span.end) in claimed for span in spans)


def _inner_speaker(
    text: str, whole: Span, quoted_span: QuotedSpan, people: Sequence[NamedEntity]
) -> tuple[Span, Span] | None:
    """Return the inner speaker and the cue before the quoted span, or None."""
    low = max(whole.start, quoted_span.outer.start - _REACH)
    first = bisect_left(people, low, key=lambda person: person.span.start)
    end = bisect_left(people, quoted_span.outer.start, key=lambda person: person.span.start)
    for person in people[first:end]:
        clause = PASSED_ON.fullmatch(text, person.span.end, quoted_span.outer.start)
        opens = CLAUSE_BEGINS.search(text[max(whole.start, low - _REACH) : person.span.start])
        if clause is None or opens is None or clause["cue"] not in load_verbs():
            continue
        if find_stance(clause["cue"]) is Stance.SPEECH:
            return person.span, Span(*clause.span("cue"))
    return None
