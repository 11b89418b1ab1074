"""One reading of an article: what is carried from quotation to quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from service.extraction.quotation import Extraction, Quotation
from service.speakers.answer import Answer
from service.speakers.coreference.entities import Cast
from service.speakers.mentions.mention import Mention, Sort
from service.speakers.names.layout import Layout
from service.speakers.names.lexicon import plain, words
from service.speakers.sources.parse import Part
from service.text.spans import Span

_LONGEST_NAME = 120
_WORD_BEFORE = re.compile(r"(\w+)[ \u00a0](?:the[ \u00a0])?$")

Watch = Callable[[Cast, Part, Quotation], None]
"""Is shown each pronoun of a source before it is answered: what training looks at."""


@dataclass(slots=True)
class Reading:
    """What one reading of an article carries from quotation to quotation."""

    extraction: Extraction
    layout: Layout
    cast: Cast
    mentions: list[Mention]
    watch: Watch | None = None
    answers: dict[int, Answer] = field(default_factory=dict)


def anchor(quotation: Quotation) -> int:
    """A quotation -> where it is read: at its source, or else at its content."""
    spans = quotation.source or quotation.content or quotation.cue
    return spans[0].start if spans else 0


def mentions_in(mentions: list[Mention], source: tuple[Span, ...]) -> list[Mention]:
    """Mentions in the order of the text and a source -> those that overlap it."""
    found: dict[Span, Mention] = {}
    for span in source:
        at = bisect_left(mentions, span.start - _LONGEST_NAME, key=lambda m: m.span.start)
        while at < len(mentions) and mentions[at].span.start < span.end:
            if mentions[at].span.overlaps(span):
                found[mentions[at].span] = mentions[at]
            at += 1
    return sorted(found.values(), key=lambda mention: mention.span)


def named_beside(reading: Reading, quotation: Quotation) -> Mention | None:
    """A source cut short by the engine -> the person named right before or after it, or the body
    that it is an apposition to.

    "Jane Roe, [a spokeswoman], said"; "[the harbour's spokeswoman] Jane Roe said"; "even Norway,
    [an old ally], said".
    """
    if not quotation.source:
        return None
    text, start, end = reading.layout.text, quotation.source[0].start, quotation.source[-1].end
    for mention in mentions_in(reading.mentions, (Span(max(0, start - 3), end + 2),)):
        if mention.possessive:
            continue
        apposed = text[mention.span.end : start] == ", "
        if mention.sort is Sort.PERSON and (apposed or text[end : mention.span.start] == " "):
            return mention
        if apposed and "," in text[end - 1 : end + 1] and _is_free(text, mention):
            return mention
    return None


def _is_free(text: str, mention: Mention) -> bool:
    """Whether no preposition governs a name, so that it may be a subject: not "in Norway"."""
    before = _WORD_BEFORE.search(text, max(0, mention.span.start - 24), mention.span.start)
    return before is None or plain(before.group(1)) not in words("governors")
