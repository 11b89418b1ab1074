"""Names of organisations: news outlets, metonyms, companies; and when two names may be one."""

from __future__ import annotations

from functools import cache, lru_cache

from service.speakers.names.lexicon import fold_word, list_lines, word_set
from service.speakers.names.patterns import (
    DEFINITE_ARTICLE,
    LOWER_WORDS_BEFORE,
    ORGANIZATION_END,
    SMALL_WORDS,
    TRAILING_APOSTROPHE,
)
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_SHORTEST_PLURAL = 6
_NO_PLURAL = ("ss", "us", "is")
_LINKS = ("of", "for", "on", "to", "in")
"""The prepositions after the noun of an organisation's name."""


@lru_cache(maxsize=8192)
def organization_key(printed: str) -> str:
    """Return the printed name of an organisation in its form for comparison."""
    tokens = [
        fold_word(TRAILING_APOSTROPHE.sub("", token.group())) for token in WORD.finditer(printed)
    ]
    return " ".join(tokens[1:] if tokens[:1] == [DEFINITE_ARTICLE] and len(tokens) > 1 else tokens)


def organization_noun(printed: str) -> str:
    """Return the last word, folded, of an organisation's name before any preposition.

    "Airline Pilots' Guild" is a guild, "Board of Trade" is a board.
    """
    words = organization_key(printed).split()
    heads = words[: next((i for i, word in enumerate(words) if word in _LINKS), len(words))]
    return heads[-1] if heads else ""


def is_outlet_name(printed: str) -> bool:
    """Return whether a printed name is a news outlet's."""
    key = organization_key(printed)
    first = printed.removeprefix("the ").removeprefix("The ").split()[:1]
    # "BBC Radio Leeds": what begins with an outlet's acronym is one of its own.
    own = bool(first) and first[0].isupper() and organization_key(first[0]) in _outlets()
    return own or key in _outlets() or (" " in key and key.split()[-1] in word_set("outlet_words"))


def is_metonym(printed: str) -> bool:
    """Return whether a printed name is a place or building that speaks for an organisation."""
    return organization_key(printed) in _keys_of_list("metonyms")


def names_itself(printed: str) -> bool:
    """Return whether a name is no part of another: an acronym, an outlet, or "the Kremlin"."""
    return printed.isupper() or is_outlet_name(printed) or is_metonym(printed)


def is_capital(printed: str) -> bool:
    """Return whether a printed name is that of a capital city."""
    return organization_key(printed) in _keys_of_list("capital_cities")


def is_platform(printed: str) -> bool:
    """Return whether a printed name is a platform where other people post."""
    return organization_key(printed) in _keys_of_list("platforms")


def is_company(printed: str) -> bool:
    """Return whether a printed name is a well-known company's that looks like a person's."""
    return organization_key(printed) in _keys_of_list("companies")


def may_be_same_organization(key: str, other: str) -> bool:
    """Return whether two organisation keys may name the same organisation."""
    if key == other:
        return True
    outlets = _outlets()
    if key in outlets and other in outlets:
        return bool(outlets[key] & outlets[other])
    short, long = sorted((key.split(), other.split()), key=len)
    if not short or len(short) == len(long):
        return False
    if len(short) == 1 and len(short[0]) > 1 and short[0] in (_initials(long), _acronym(long)):
        return True
    if len(short) == 1 and short[0] in word_set("outlet_words"):
        return long[-1] == short[0]
    if len(short) == 1 and short[0] == _head_acronym(long):
        return True
    if len(short) == 1 and long[-1] == short[0] in word_set("club_words"):
        return True
    if len(short) == 1 and short[0] in word_set("organization_nouns"):
        return organization_noun(" ".join(long)) == short[0]
    if long[: len(short)] == short and _ends_company(long[-1]):
        return True
    return len(short) > 1 and long[-len(short) :] == short


def _ends_company(word: str) -> bool:
    """Return whether a company's name often ends on a word that is left out later.

    It is a word of companies, or a plural of what it makes or does: "Lakeshore Canners".
    """
    plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith(_NO_PLURAL)
    return plural or word in word_set("company_words")


def organization_index_keys(key: str) -> frozenset[str]:
    """Return index keys for an organisation key.

    Two organisation keys that may name the same organisation share at least one index key.
    """
    tokens = key.split()
    if not tokens:
        return frozenset()
    outlet_numbers = {f"#{number}" for number in _outlets().get(key, ())}
    keys = {tokens[0], tokens[-1], organization_noun(key)}
    keys |= {_initials(tokens), _acronym(tokens), _head_acronym(tokens)}
    return frozenset(keys | outlet_numbers)


def trim_organization(text: str, span: Span) -> Span:
    """Return the span of an organisation's name without "the", possessive and punctuation.

    A long word in small letters before it is no part of it: "federal Board of Trade".

    A news outlet keeps its article where that is printed with a capital letter.
    """
    printed = span.of(text)
    start = len(printed) - len(printed.lstrip(" \t\"“‘'("))
    if printed[start : start + 4] in ("the ", "The ") and not (
        printed[start] == "T" and is_outlet_name(printed)
    ):
        start += 4
    elif text[max(0, span.start - 4) : span.start] == "The " and is_outlet_name(printed):
        start = -4
    lower = LOWER_WORDS_BEFORE.match(printed, max(start, 0))
    if lower:
        start = lower.end()
    bare = ORGANIZATION_END.sub("", printed)
    return Span(span.start + start, span.start + max(len(bare), start))


def _initials(tokens: list[str]) -> str:
    return "".join(token[0] for token in tokens if token not in SMALL_WORDS)


def _head_acronym(tokens: list[str]) -> str:
    """Return the initials of the words before the first preposition: "Ports Board of Lund"."""
    end = next((i for i, token in enumerate(tokens) if token in _LINKS), len(tokens))
    return _acronym(tokens[:end])


def _acronym(tokens: list[str]) -> str:
    return "".join(token[0] for token in tokens)


@cache
def _outlets() -> dict[str, frozenset[int]]:
    """Return, for each key of a news outlet, the numbers of the lines that list it."""
    outlets: dict[str, set[int]] = {}
    for number, line in enumerate(list_lines("outlets")):
        for printed in line.split("|"):
            outlets.setdefault(organization_key(printed), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in outlets.items()}


@cache
def _keys_of_list(name: str) -> frozenset[str]:
    return frozenset(organization_key(line) for line in list_lines(name))
