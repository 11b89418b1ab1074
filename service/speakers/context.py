"""One reading of an article: what is carried from quotation to quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from service.extraction.quotation import Extraction, Quotation
from service.speakers.answer import ResolvedSource
from service.speakers.coreference.entities import Entities
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.sources.parse import SourcePart
from service.text.spans import Span

_LONGEST_NAME = 120
_WORD_BEFORE = re.compile(r"(\w+)[ \u00a0](?:the[ \u00a0])?$")

PronounObserver = Callable[[Entities, SourcePart, Quotation], None]
"""Is shown each pronoun of a source before it is answered: what training looks at."""


@dataclass(slots=True)
class ReadingContext:
    """What one reading of an article carries from quotation to quotation."""

    extraction: Extraction
    layout: TextLayout
    entities: Entities
    mentions: list[Mention]
    observe: PronounObserver | None = None
    resolved: dict[int, ResolvedSource] = field(default_factory=dict)


def reading_offset(quotation: Quotation) -> int:
    """A quotation -> where it is read: at its source, or else at its content."""
    spans = quotation.source or quotation.content or quotation.cue
    return spans[0].start if spans else 0


def mentions_in_source(mentions: list[Mention], source: tuple[Span, ...]) -> list[Mention]:
    """Mentions in the order of the text and a source -> those that overlap it."""
    found: dict[Span, Mention] = {}
    for span in source:
        offset = bisect_left(mentions, span.start - _LONGEST_NAME, key=lambda m: m.span.start)
        while offset < len(mentions) and mentions[offset].span.start < span.end:
            if mentions[offset].span.overlaps(span):
                found[mentions[offset].span] = mentions[offset]
            offset += 1
    return sorted(found.values(), key=lambda mention: mention.span)


def mention_beside_source(context: ReadingContext, quotation: Quotation) -> Mention | None:
    """A source cut short by the engine -> the person named right before or after it, or the body
    that it is an apposition to.

    "Jane Roe, [a spokeswoman], said"; "[the harbour's spokeswoman] Jane Roe said"; "even Norway,
    [an old ally], said".
    """
    if not quotation.source:
        return None
    text, start, end = context.layout.text, quotation.source[0].start, quotation.source[-1].end
    for mention in mentions_in_source(context.mentions, (Span(max(0, start - 3), end + 2),)):
        if mention.possessive:
            continue
        apposed = text[mention.span.end : start] == ", "
        if mention.entity_type is EntityType.PERSON and (
            apposed or text[end : mention.span.start] == " "
        ):
            return mention
        if apposed and "," in text[end - 1 : end + 1] and _is_free(text, mention):
            return mention
    return None


def _is_free(text: str, mention: Mention) -> bool:
    """Whether no preposition governs a name, so that it may be a subject: not "in Norway"."""
    before = _WORD_BEFORE.search(text, max(0, mention.span.start - 24), mention.span.start)
    return before is None or fold_word(before.group(1)) not in word_set("governing_words")
