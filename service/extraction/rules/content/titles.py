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
_APPOSED = re.compile(r",\s*\W{1,3}$")
_NAMED = re.compile(
    r"\b(?:called|dubbed|nicknamed|titled|entitled|code-?named|so-called|branded|labell?ed|termed"
    r"|(?:known|referred to|billed|described) as"
    r"|(?:banner|placard|poster|sign|shirt|plaque|sticker|hat|cap|flag|label)s?\s"
    r"(?:reading|saying|(?:that|which)\s(?:reads?|said|says?)|with the words?))\s*\W{1,6}$",
    re.IGNORECASE,
)
"""What names the words after it: a participle, or what a thing has written on it."""
_FIRST_NAME = re.compile(r"\b[A-Z][\w’'-]+\s\W{1,3}$")
_NICKNAME = re.compile(r"(?:[Tt]he\s)?(?:[A-Z][\w’'-]*\s?){1,3}")
_SURNAME = re.compile(r"\W{1,3}(?<=\s)[A-Z][\w’'-]+")


def names_a_title(text: str, words: Span) -> bool:
    """Return whether the words before a mark say that it holds a title or a term."""
    if len(words.of(text).split()) > _LONGEST:
        return False
    before = text[max(0, words.start - _REACH) : words.start]
    if _term_before().search(before):
        return True
    title = _title_before().search(before)
    return title is not None and (
        words.of(text)[:1].isupper() or _APPOSED.search(before) is not None
    )


def is_named_in(text: str, words: Span, paraphrase: Span) -> bool:
    """Return whether a paraphrase names something by words in marks, and reports nothing by them.

    "a practice called “ghost fishing”", "a banner reading “Go home”", "Ivo “the Barber” Kral". The
    naming word must be part of the paraphrase: if it is the cue, the words in marks are verbatim.
    """
    if len(words.of(text).split()) > _LONGEST:
        return False
    before = text[max(paraphrase.start, words.start - _REACH) : words.start]
    if _NAMED.search(before):
        return True
    nickname = _NICKNAME.fullmatch(words.of(text)) and _FIRST_NAME.search(before)
    return bool(nickname) and _SURNAME.match(text, words.end, paraphrase.end) is not None


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
    return re.compile(
        rf"\b(?:the|an?|this|that|its|his|her|their|our|my)\s(?:{nouns})\s*\W{{1,6}}$",
        re.IGNORECASE,
    )
