"""Find implicit sources: a speaker's label before a quotation, or a signature after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.extraction.quotation import Quotation
from service.extraction.quoted_text.bylines import (
    LabelStyle,
    SignatureStyle,
    find_label,
    find_signature,
)
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_genders
from service.speakers.sources.cut_sources import with_apposition
from service.speakers.sources.patterns import PLACE_FIRST, SUBJECT_BEFORE_PLACE, WAS_QUOTED
from service.text.spans import Span

_TAIL = re.compile(r"[”\"][ \u00a0]+(?P<name>[^“”\".;:?!\n]{2,80})$")
"""The source in "“It is over,” Roe was quoted as saying", which the content holds as words."""
_NO_SPEAKER = frozenset(
    ["note", "update", "editor", "read more", "more", "photo", "image", "source"]
)
_BRACKETS_END = re.compile(r"[ \u00a0]\([^()]*\)\Z")
"""Where a speaker is from, or for whom she works: "Ada Quill (Daily Ledger)"."""
_LONGEST_BRACKETS = 60
_ARTICLE_BEFORE = re.compile(r"\b(?:the|his|her|its|their)[ \u00a0]$", re.IGNORECASE)
_CLAUSE_BEFORE = re.compile(r"[A-Z][a-z]{2,}ing[ \u00a0][a-z][^,.;:“”\"\n]{1,80},[ \u00a0]")
"""A clause before a source: "Parading the suspects, "."""
_TITLE_AT_END = re.compile(r"\b[A-Z][a-z]{1,5}$")
_LONGEST_TITLE = 8
_NAME_AFTER_TITLE = re.compile(r"\.[ \u00a0][A-Z][\w’'-]+(?:[ \u00a0][A-Z][\w’'-]+){0,3}")
"""A name after the full stop of a title that an engine took for the end of a sentence."""
_DATELINE = re.compile(r"[A-Z][A-Z .'’\-]{2,}\b[^—–\n]{0,60}?[ \u00a0][—–-]{1,2}[ \u00a0]")


def find_source(layout: TextLayout, quotation: Quotation) -> tuple[Span, ...]:
    """Return the source of a quotation without its dateline and outlet, or the implicit source."""
    if quotation.source:
        text, spans = layout.text, quotation.source
        trimmed = (_trimmed(text, _from_subject(layout, span)) for span in spans)
        return tuple(with_apposition(text, span) for span in trimmed)
    passive = _passive(layout.text, quotation.content)
    return passive or _signed(layout, quotation.content) or _labelled(layout, quotation.content)


def _trimmed(text: str, span: Span) -> Span:
    """Return a source without a dateline before it and without brackets at its end."""
    line = _DATELINE.match(text, span.start, span.end)
    start = line.end() if line and line.end() < span.end else span.start
    if text[start : start + 1].islower() and (
        article := _ARTICLE_BEFORE.search(text, max(0, start - 6), start)
    ):
        start = article.start()
    clause = _CLAUSE_BEFORE.match(text, start, span.end)
    start = clause.end() if clause and clause.end() < span.end else start
    title = _TITLE_AT_END.search(text, max(start, span.end - _LONGEST_TITLE), span.end)
    if title and fold_word(title.group()) in word_genders("titles"):
        name = _NAME_AFTER_TITLE.match(text, span.end)
        span = Span(span.start, name.end()) if name else span
    brackets = _BRACKETS_END.search(text, max(start + 1, span.end - _LONGEST_BRACKETS), span.end)
    return Span(start, brackets.start() if brackets else span.end)


def _from_subject(layout: TextLayout, span: Span) -> Span:
    """Return a source that begins within its phrase with the whole: "A leaflet [in Lund] says"."""
    text, number = layout.text, layout.sentence_at(span.start)
    if number < 0 or not PLACE_FIRST.match(text, span.start, span.end):
        return span
    begin = layout.sentences[number].start
    subject = SUBJECT_BEFORE_PLACE.fullmatch(text, begin, span.start)
    if subject is None or layout.is_quoted(begin):
        return span
    return Span(begin, span.end)


def _passive(text: str, content: Sequence[Span]) -> tuple[Span, ...]:
    if not content or not WAS_QUOTED.match(text, content[-1].end):
        return ()
    start = max(content[-1].start, content[-1].end - 84)
    tail = _TAIL.search(text, start, content[-1].end)
    return (Span(*tail.span("name")),) if tail else ()


def _signed(layout: TextLayout, content: Sequence[Span]) -> tuple[Span, ...]:
    last = content[-1].end if content else 0
    number = layout.paragraph_at(last)
    if number < 0 or not content:
        return ()
    rest = Span(last, max(last, layout.paragraphs[number].end))
    signature = find_signature(layout.text, rest, style=SignatureStyle.AFTER_MARK)
    return (signature.name,) if signature else ()


def _labelled(layout: TextLayout, content: Sequence[Span]) -> tuple[Span, ...]:
    number = layout.paragraph_at(content[0].start) if content else -1
    if number < 0:
        return ()
    label = find_label(layout.text, layout.paragraphs[number], style=LabelStyle.NAME)
    if label is None or label.name.of(layout.text).strip().casefold() in _NO_SPEAKER:
        return ()
    own = content[0].start <= label.colon.end + 3 or layout.is_quoted(content[0].start)
    return (label.name,) if own else ()
