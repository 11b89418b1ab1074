"""Names of bodies: news organisations, metonyms, campaigns; and whether two name the same one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from service.speakers.names.lexicon import fold_word, list_lines, word_set
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_SMALL = frozenset(["of", "the", "for", "and", "on", "in"])
_TAIL = re.compile(r"(?:['’]s|(?<=s)['’])?[\s,;:\"“”‘’'()]*$")


@lru_cache(maxsize=8192)
def organization_key(printed: str) -> str:
    """The name of a body as printed -> its form for comparison."""
    tokens = [fold_word(re.sub(r"['’]s?$", "", token.group())) for token in WORD.finditer(printed)]
    return " ".join(tokens[1:] if tokens[:1] == ["the"] and len(tokens) > 1 else tokens)


def is_outlet_name(printed: str) -> bool:
    """A printed name -> whether it is a news organisation's."""
    form = organization_key(printed)
    return form in _outlets() or (" " in form and form.split()[-1] in word_set("outlet_words"))


def is_metonym(printed: str) -> bool:
    """A printed name -> whether it is a place or building that speaks for a body."""
    return organization_key(printed) in _forms("metonyms")


def is_capital(printed: str) -> bool:
    """A printed name -> whether it is a capital's, which stands for its government."""
    return organization_key(printed) in _forms("capitals")


def is_platform(printed: str) -> bool:
    """A printed name -> whether it is where people post, so that what is posted is not its own."""
    return organization_key(printed) in _forms("platforms")


def is_company(printed: str) -> bool:
    """A printed name -> whether it is a well known body's that looks like a person's."""
    return organization_key(printed) in _forms("companies")


def may_be_same_organization(one: str, other: str) -> bool:
    """Two forms for comparison -> whether they may name the same body."""
    if one == other:
        return True
    known = _outlets()
    if one in known and other in known:
        return bool(known[one] & known[other])
    short, long = sorted((one.split(), other.split()), key=len)
    if not short or len(short) == len(long):
        return False
    if len(short) == 1 and len(short[0]) > 1 and short[0] in (_initials(long), _acronym(long)):
        return True
    if len(short) == 1 and short[0] in word_set("outlet_words"):
        return long[-1] == short[0]
    if len(short) == 1:
        return long[0] == short[0] and long[-1] in word_set("company_words")
    return long[-len(short) :] == short


def organization_index_keys(form: str) -> frozenset[str]:
    """A form for comparison -> keys, one of which it shares with every form it may equal."""
    tokens = form.split()
    if not tokens:
        return frozenset()
    lines_held = {f"#{number}" for number in _outlets().get(form, ())}
    return frozenset({tokens[0], tokens[-1], _initials(tokens), _acronym(tokens)} | lines_held)


def trim_organization(text: str, span: Span) -> Span:
    """A text and where a body is named -> the same without a small "the", possessive and marks.

    The article belongs to the name of a news organisation where it is printed with a capital.
    """
    printed = span.of(text)
    start = len(printed) - len(printed.lstrip(" \t\"“‘'("))
    if printed[start : start + 4] in ("the ", "The ") and not (
        printed[start] == "T" and is_outlet_name(printed)
    ):
        start += 4
    elif text[max(0, span.start - 4) : span.start] == "The " and is_outlet_name(printed):
        start = -4
    bare = _TAIL.sub("", printed)
    return Span(span.start + start, span.start + max(len(bare), start))


def _initials(tokens: list[str]) -> str:
    return "".join(token[0] for token in tokens if token not in _SMALL)


def _acronym(tokens: list[str]) -> str:
    return "".join(token[0] for token in tokens)


@cache
def _outlets() -> dict[str, frozenset[int]]:
    organization_keys: dict[str, set[int]] = {}
    for number, line in enumerate(list_lines("outlets")):
        for form in line.split("|"):
            organization_keys.setdefault(organization_key(form), set()).add(number)
    return {form: frozenset(numbers) for form, numbers in organization_keys.items()}


@cache
def _forms(name: str) -> frozenset[str]:
    return frozenset(organization_key(line) for line in list_lines(name))
