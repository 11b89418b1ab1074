"""Decide the kind of an attribution, and which of its words are verbatim, by its marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from service.extraction.cues import find_stance
from service.extraction.quotation import Attribution, Kind, Quotation, QuotedSpan
from service.extraction.rules.content.titles import is_named_in, names_a_title
from service.extraction.rules.patterns import THAT
from service.extraction.rules.polarity.denials import find_governed_verb
from service.text.spans import Span

_WORD = re.compile(r"[^\W_]+(?:['’‘-][^\W_]+)*")
_INSERTED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_ENTITY = re.compile(r"&#?\w+;")
_MARKS = 4
"""A content with no more characters than this beside the quoted words has no paraphrase."""
_OUTER = " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0.,;:"


def describe_quotations(
    text: str, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Quotation]:
    """Return the attributions as quotations, in the order of the text.

    If one attribution lies within another ("he said she called it 'a gift'"), the verbatim words
    belong to the inner one alone.
    """
    starts = [quoted_span.outer.start for quoted_span in quoted_spans]
    taken: set[Span] = set()
    quotations: list[Quotation] = []
    for attribution in sorted(attributions, key=_size):
        verbatim = [
            span for span in _verbatim(text, attribution, quoted_spans, starts) if span not in taken
        ]
        if find_governed_verb(text, attribution):
            verbatim = []  # the source's own words are the denial
        taken.update(verbatim)
        quotations.append(_describe(text, attribution, verbatim))
    return sorted(quotations, key=lambda quotation: (quotation.content, quotation.source))


def _size(attribution: Attribution) -> int:
    return sum(len(span) for span in attribution.content)


def _describe(text: str, attribution: Attribution, verbatim: list[Span]) -> Quotation:
    kind = _kind(text, attribution, verbatim)
    utterances: tuple[tuple[Span, ...], ...]
    if kind is Kind.DIRECT:
        utterances = (tuple(verbatim),)
    elif kind is Kind.MIXED:
        utterances = tuple((span,) for span in verbatim)
    else:
        utterances = (_paraphrase(text, attribution.content),)
    return Quotation(
        content=attribution.content,
        cue=attribution.cue,
        source=attribution.source,
        kind=kind,
        stance=find_stance(" ".join(span.of(text) for span in attribution.cue)),
        confidence=attribution.confidence,
        utterances=utterances,
        polarity=attribution.polarity,
    )


def _verbatim(
    text: str, attribution: Attribution, quoted_spans: Sequence[QuotedSpan], starts: Sequence[int]
) -> list[Span]:
    """Return the quoted words in the content. The outermost marks decide."""
    outside = attribution.cue + attribution.source
    found: list[Span] = []
    for content in attribution.content:
        index = _first_that_reaches(content, quoted_spans, starts)
        while index < len(quoted_spans) and quoted_spans[index].outer.start < content.end:
            quoted_span = quoted_spans[index]
            index += 1
            if any(quoted_span.outer.contains(span) for span in outside):
                continue  # the whole attribution is part of another speaker's quotation
            shared = Span(
                max(quoted_span.inner.start, content.start), min(quoted_span.inner.end, content.end)
            )
            words = shared.trimmed(text)
            if _WORD.search(words.of(text)) and not (found and found[-1].overlaps(words)):
                found.append(words)
    return [span for span in found if not _is_title(text, span, attribution)]


def _first_that_reaches(
    content: Span, quoted_spans: Sequence[QuotedSpan], starts: Sequence[int]
) -> int:
    """Return the index of the first quoted span that may overlap the content."""
    index = bisect_left(starts, content.start)
    while index > 0 and quoted_spans[index - 1].depth > 0:
        index -= 1
    return max(0, index - 1)


def _is_title(text: str, span: Span, attribution: Attribution) -> bool:
    """Return whether quoted words in a paraphrase are a title, by a noun before or by capitals."""
    if _size(attribution) <= len(span) + _MARKS:
        return False
    around = (content for content in attribution.content if content.contains(span))
    if names_a_title(text, span) or any(is_named_in(text, span, each) for each in around):
        return True
    words = _WORD.findall(span.of(text))
    capitals = [word for word in words if word[0].isupper()]
    if len(capitals) < 2 or not any(len(word) > 3 for word in capitals):
        return False
    return all(word[0].isupper() or len(word) <= 3 for word in words)


def _kind(text: str, attribution: Attribution, verbatim: Sequence[Span]) -> Kind:
    if not verbatim:
        return Kind.INDIRECT
    for content in attribution.content:
        position = content.start
        for span in verbatim:
            if span.overlaps(content):
                if _says_something(text[position : span.start]):
                    return Kind.MIXED
                position = span.end
        if _says_something(text[position : content.end]):
            return Kind.MIXED
    return Kind.DIRECT


def _says_something(words: str) -> bool:
    """Return whether words outside the marks are more than marks, stops and insertions."""
    return _WORD.search(_ENTITY.sub(" ", _INSERTED.sub(" ", words))) is not None


def _paraphrase(text: str, content: Sequence[Span]) -> tuple[Span, ...]:
    """Return the content of indirect speech without "that" and without stops at its ends."""
    spans: list[Span] = []
    for span in content:
        that = THAT.match(text, span.start, span.end)
        start = that.end() if that and not spans else span.start
        words = Span(start, span.end).trimmed(text, _OUTER)
        if words:
            spans.append(words)
    return tuple(spans) or tuple(content)
