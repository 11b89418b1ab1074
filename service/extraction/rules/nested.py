"""Find attributions inside others: "A said B assured her “...”" has one of B."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from functools import cache

from service.extraction.cues import forms_of, load_lines
from service.extraction.quotation import Attribution, QuotedSpan
from service.extraction.rules.patterns import PERSONAL_PRONOUNS
from service.extraction.rules.reporting_clause import find_reporting_clause, is_free_relative
from service.text.spans import Span

_SHARE = 0.8
"""The confidence of an inner attribution, as a share of the outer one's."""


def find_nested(
    text: str, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> Iterator[Attribution]:
    """Yield the attributions inside others.

    The content of the outer one holds a whole reporting clause before a quoted span, which no
    attribution has as its content.

    Args:
        text: The whole text.
        attributions: The outer attributions.
        quoted_spans: All quoted spans of the text, in its order.
    """
    starts = [quoted_span.outer.start for quoted_span in quoted_spans]
    claimed = {(piece.start, piece.end) for each in attributions for piece in each.content}
    for attribution in attributions:
        for whole in attribution.content:
            at, begin = bisect_left(starts, whole.start + 1), whole.start
            while at < len(quoted_spans) and quoted_spans[at].outer.start < whole.end:
                quoted, region = quoted_spans[at], Span(begin, quoted_spans[at].outer.start)
                at += 1
                if quoted.depth:
                    continue
                begin = max(begin, quoted.outer.end)
                if _is_claimed(quoted, claimed) or quoted.outer.end > whole.end + 1:
                    continue
                found = _inner(text, attribution, region, whole, quoted)
                if found:
                    claimed.add((quoted.outer.start, quoted.outer.end))
                    yield found


def _is_claimed(quoted: QuotedSpan, claimed: set[tuple[int, int]]) -> bool:
    return any((span.start, span.end) in claimed for span in (quoted.outer, quoted.inner))


def _inner(
    text: str, outer: Attribution, region: Span, whole: Span, quoted: QuotedSpan
) -> Attribution | None:
    """Return the attribution to the speaker of the clause right before a quoted span.

    Args:
        text: The whole text.
        outer: The attribution that holds the clause.
        region: From where the clause may begin to the quotation mark.
        whole: The span of the outer content.
        quoted: The quoted span.
    """
    cue = {word for span in outer.cue for word in span.of(text).lower().split()}
    clause = find_reporting_clause(
        text, region, perceived=not cue.isdisjoint(load_lines("perceiving"))
    )
    if clause is None or any(clause.source.overlaps(span) for span in outer.source):
        return None
    source: tuple[Span, ...] = (clause.source,)
    end = quoted.outer.end
    if not _is_another(text, clause.source, outer.source):
        if not _is_denial_of_own_words(text, clause.source, cue):
            return None
        source, end = outer.source, max(end, whole.end)
    return Attribution(
        content=(Span(clause.complement.start, end),),
        cue=(clause.cue,),
        source=source,
        confidence=_SHARE * outer.confidence,
    )


def _is_denial_of_own_words(text: str, subject: Span, cue: Set[str]) -> bool:
    """Return whether a speaker denies what has a name of the speaker's own.

    "She denied what she called “lies”": she denies, but she did say the words in marks.
    """
    return is_free_relative(text, subject) and not cue.isdisjoint(_denials())


@cache
def _denials() -> frozenset[str]:
    return frozenset(form for verb in load_lines("denying") for form in forms_of(verb))


def _is_another(text: str, inner: Span, outer: Sequence[Span]) -> bool:
    """Return whether an inner source is surely not the outer one.

    "He" may be the outer speaker, except where that one is "she".
    """
    pronoun = inner.of(text).lower()
    if pronoun not in PERSONAL_PRONOUNS:
        return True
    named = [span.of(text).lower() for span in outer]
    return all({pronoun, other} == {"he", "she"} for other in named)
