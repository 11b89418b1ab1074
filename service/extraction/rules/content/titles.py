"""Titles, names and terms in quotation marks: they are no verbatim words."""

from __future__ import annotations

import re
from functools import cache

from service.extraction.cues import load_lines
from service.text.spans import Span

_LONGEST = 8
"""A title has at most this many words."""
_REACH = 40
"""How many characters before a mark the noun of its title may begin."""


def names_a_title(text: str, words: Span) -> bool:
    """Return whether the words before a mark say that it holds a title or a term."""
    if len(words.of(text).split()) > _LONGEST:
        return False
    before = text[max(0, words.start - _REACH) : words.start]
    if _term_before().search(before):
        return True
    return words.of(text)[:1].isupper() and _title_before().search(before) is not None


@cache
def _title_before() -> re.Pattern[str]:
    nouns = "|".join(sorted(load_lines("titled_nouns")))
    return re.compile(
        rf"\b(?:(?:{nouns})s?(?:\s(?:of|like|such as|called|titled|entitled|named))?"
        r"|(?:an?|the|his|her|their)\s(?:[\w’'-]+\s)?[\w’'-]+\s(?:called|titled|entitled|named))"
        r"\s*\W{1,6}$",
        re.IGNORECASE,
    )


@cache
def _term_before() -> re.Pattern[str]:
    nouns = "|".join(sorted(load_lines("term_nouns")))
    return re.compile(rf"\b(?:the|a|an|this|that)\s(?:{nouns})\s*\W{{1,6}}$", re.IGNORECASE)
