"""Recognise the text around an article: menus, credits, sign-up texts, headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from service.extraction.quotation import QuotedSpan
from service.extraction.quoted_text.pair_marks import group_by_paragraph
from service.extraction.quoted_text.patterns import AGENCY_CREDIT
from service.text.document import Document
from service.text.lexicon import read_lines
from service.text.spans import Span

_SHORT = 40
"""A paragraph with more words is boilerplate only by the words that it begins with."""
_LONG = 8
"""From this many words a paragraph seen before is a repetition, not a short answer."""
_HEADLINE = 30
"""A headline has at most this many words."""

_HEADING = 15
"""A crosshead in marks, or a pull quote, has at most this many words."""

_WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
_STOPS = ".?!…:;,\"”'’»)"


@dataclass(frozen=True, slots=True)
class Story:
    """The paragraphs of an article proper."""

    paragraphs: tuple[Span, ...]
    """The paragraphs to read, without a photo credit at their end."""
    guarded: frozenset[Span]
    """The headlines and captions among them: marks alone make no quotation there."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    start: re.Pattern[str]
    short: re.Pattern[str]
    credit: re.Pattern[str]


def select_story(document: Document, quoted_spans: Sequence[QuotedSpan]) -> Story:
    """Return the paragraphs of the document to read: its story, without boilerplate.

    A doubtful paragraph is kept: reading one too many costs little, losing a quotation costs much.
    """
    groups = group_by_paragraph(document.paragraphs, quoted_spans)
    read: list[Span] = []
    guarded: set[Span] = set()
    seen: set[str] = set()
    body_began = False
    followed = zip_longest(document.paragraphs, document.paragraphs[1:])
    for (paragraph, after), inside in zip(followed, groups, strict=True):
        words = paragraph.of(document.text)
        number = len(_WORD.findall(words[: 12 * _SHORT]))
        headline = _is_headline(words, number, body_began=body_began)
        body_began = body_began or (not headline and number > _LONG)
        if words in seen and (headline or number >= _LONG):
            continue
        seen.add(words)
        if _is_boilerplate(words, number, quotes=bool(inside)):
            continue
        beside = (read[-1] if read else None, after)
        if body_began and _is_quoted_heading(document.text, paragraph, inside, beside):
            continue
        kept = _without_credit(paragraph, words)
        if headline or kept != paragraph:
            guarded.add(kept)
        read.append(kept)
    return Story(paragraphs=tuple(read), guarded=frozenset(guarded))


def _is_headline(words: str, number: int, *, body_began: bool) -> bool:
    """Return whether the words have no stop at the end, and precede the body or have Title Case."""
    if number > _HEADLINE or words.rstrip(")”’\"'").endswith((".", "?", "!", "…", ",", ";")):
        return False
    return not body_began or _is_title_case(words)


def _is_quoted_heading(
    text: str,
    paragraph: Span,
    inside: Sequence[QuotedSpan],
    beside: tuple[Span | None, Span | None],
) -> bool:
    """Return whether a few words in marks without a stop stand between two paragraphs of prose.

    They announce or repeat the words of another paragraph: a crosshead, a pull quote.
    """
    if not inside or inside[0].outer != paragraph or not inside[0].closed:
        return False
    words = inside[0].inner.of(text).split()
    if not words or len(words) > _HEADING or words[-1].endswith(tuple(".?!…,;:—–-")):
        return False
    return all(
        span is not None and span.of(text).rstrip(")”’\"'»").endswith((".", "?", "!", "…"))
        for span in beside
    )


def _is_title_case(words: str) -> bool:
    """Return whether most words of more than three letters begin with a capital."""
    long_words = [word for word in _WORD.findall(words) if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long_words)
    return len(long_words) >= 2 and capitals >= 0.75 * len(long_words)


def _is_boilerplate(words: str, number: int, *, quotes: bool) -> bool:
    patterns = _load_patterns()
    if number == 0:
        return True
    if number > _SHORT:
        return False
    if patterns.start.match(words):
        return not (quotes and number > _LONG and words[-1] in _STOPS and ":" not in words[:40])
    if quotes:
        return False
    return bool(
        patterns.short.search(words) or (words[-1] not in _STOPS and AGENCY_CREDIT.search(words))
    )


def _without_credit(paragraph: Span, words: str) -> Span:
    """Return the paragraph without the photo credit at its end."""
    tail = max(0, len(words) - 240)
    credit = _load_patterns().credit.search(words, tail)
    if credit is None:
        return paragraph
    kept = words[: credit.start()].rstrip()
    return Span(paragraph.start, paragraph.start + len(kept)) if kept else paragraph


@cache
def _load_patterns() -> _Patterns:
    """Return one compiled pattern for each section of the data file."""
    sections: dict[str, list[str]] = {"[start]": [], "[short]": [], "[credit]": []}
    section = sections["[start]"]
    for line in read_lines("service.extraction", "boilerplate.txt"):
        if line in sections:
            section = sections[line]
        else:
            section.append(line)
    start, short, credit = (
        re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)
        for lines in sections.values()
    )
    return _Patterns(start=start, short=short, credit=credit)
