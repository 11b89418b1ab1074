"""What surrounds an article: menus, credits, sign-up texts, headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.extraction.quotation import Stretch
from service.extraction.quoted_text.grouping import group_stretches
from service.text.document import Document
from service.text.lexicon import read_lines
from service.text.spans import Span

_SHORT = 40
"""Words up to which a paragraph may be boilerplate by what it says in its midst."""
_LONG = 8
"""Words from which a paragraph that stood before is a repetition, not a short answer."""
_HEADLINE = 30
"""Words up to which a line without a stop may be a headline."""

_WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
_CREDIT_OF_AGENCY = re.compile(
    r"\b(?:via )?(?:Getty Images|AFP|AP|Reuters|Shutterstock|EPA)(?: via [A-Z][\w ]+)?$"
)
_STOPS = ".?!…:;,\"”'’»)"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which paragraphs carry the story, and which of them only head or illustrate it."""

    read: tuple[Span, ...]
    """What is to be read: paragraphs of the document, some without the credit at their end."""
    guarded: frozenset[Span]
    """Headlines and captions among them: marks alone make no quotation there."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    start: re.Pattern[str]
    short: re.Pattern[str]
    credit: re.Pattern[str]


def lay_out(document: Document, stretches: Sequence[Stretch]) -> Layout:
    """A document and its stretches -> what of it is to be read.

    Prose is kept in doubt: a needless paragraph costs little, a lost quotation much.
    """
    groups = group_stretches(document.paragraphs, stretches)
    read: list[Span] = []
    guarded: set[Span] = set()
    seen: set[str] = set()
    body_began = False
    for paragraph, inside in zip(document.paragraphs, groups, strict=True):
        words = paragraph.of(document.text)
        number = len(_WORD.findall(words[: 12 * _SHORT]))
        headline = _is_headline(words, number, body_began=body_began)
        body_began = body_began or (not headline and number > _LONG)
        if words in seen and (headline or number >= _LONG):
            continue
        seen.add(words)
        if _is_boilerplate(words, number, quotes=bool(inside)):
            continue
        kept = _without_credit(paragraph, words)
        if headline or kept != paragraph:
            guarded.add(kept)
        read.append(kept)
    return Layout(read=tuple(read), guarded=frozenset(guarded))


def _is_headline(words: str, number: int, *, body_began: bool) -> bool:
    """No stop at the end, and before the body or in Title Case."""
    if number > _HEADLINE or words.rstrip(")”’\"'").endswith((".", "?", "!", "…", ",", ";")):
        return False
    return not body_began or _is_title_case(words)


def _is_title_case(words: str) -> bool:
    """Most words begin with a capital, the short ones (articles, prepositions) not counted."""
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
        patterns.short.search(words)
        or (words[-1] not in _STOPS and _CREDIT_OF_AGENCY.search(words))
    )


def _without_credit(paragraph: Span, words: str) -> Span:
    """A paragraph and its words -> the paragraph up to the credit at its end."""
    tail = max(0, len(words) - 240)
    credit = _load_patterns().credit.search(words, tail)
    if credit is None:
        return paragraph
    kept = words[: credit.start()].rstrip()
    return Span(paragraph.start, paragraph.start + len(kept)) if kept else paragraph


@cache
def _load_patterns() -> _Patterns:
    """The data file -> one compiled pattern a section."""
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
