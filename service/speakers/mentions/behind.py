"""What stands behind a noun -> whether a name there is its bearer's or its maker's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.mentions.mention import Mention
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.organizations import is_outlet_name

_NAME_NEXT = re.compile(r".*[,:]\s*(?P<titles>(?:[\w.]+\s){0,4})", re.DOTALL)
_LINK = re.compile(r"\b(?P<how>by|from|in|at|of|on)\s+(?P<w>(?:[\w-]+\s+){0,3})$")
_SITE = re.compile(r"['’]s?\s+(?:own\s+)?(?:web\s?site|site|blog|page|account|feed)\b")
_ARTICLES = frozenset(["the", "a", "an"])


def is_followed_by_name(text: str, start: int, end: int) -> bool:
    """Whether only a comma and titles part a role from a name: "his partner at Acme, Dr. Roe"."""
    between = _NAME_NEXT.fullmatch(text, start, end)
    if between is None:
        return False
    titles = between["titles"].split()
    stops = word_set("role_stops") | word_set("relative_pronouns") | word_set("prepositions")
    stops -= {"the", "of"}
    if any(fold_word(word) in stops for word in titles):
        return False
    known = word_genders("titles") | word_genders("roles")
    return all(
        word in ("the", "of") or word[0].isupper() or fold_word(word) in known for word in titles
    ) or (fold_word(titles[-1]) in known)


def maker_in_modifier(text: str, start: int, beyond: Sequence[Mention]) -> Mention | None:
    """Who made a document by what follows it: "a poll by Acme", "a story in the Times", "a memo on
    Acme's website".
    """
    first = [mention for mention in beyond if mention.span.start == beyond[0].span.start][-1]
    between = text[start : first.span.start]
    link = _LINK.search(between) if len(between) < 60 else None
    if link is None or any(
        fold_word(w) in word_set("prepositions") - _ARTICLES for w in link["w"].split()
    ):
        return None
    site = _SITE.match(text, first.span.end)
    if link["how"] == "on":
        return first if site else None
    return first if link["how"] in ("by", "from") or is_outlet_name(first.span.of(text)) else None
