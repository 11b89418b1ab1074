"""Split names of people into titles, given names, surname and suffix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.speakers.names.lexicon import (
    Gender,
    fold_word,
    given_name_gender,
    word_genders,
    word_pairs,
    word_set,
)
from service.speakers.names.patterns import ARTICLES, POSSESSIVE_END
from service.text.spans import Span

WORD = re.compile(r"[^\W_](?:[\w.'’\-]*[\w.])?|[^\W_]")
"""One word of a name, with inner full stops, apostrophes and hyphens."""
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsywv])?"
    r"(?:[aeiouy]{1,3})(?:ng|[nrkhlmp])?"
)
_EAST_ASIAN_GIVEN = re.compile(
    rf"(?:{_SYLLABLE}){{1,2}}(?:-(?:{_SYLLABLE}){{1,2}})?", re.IGNORECASE
)

_ONE_SYLLABLE = re.compile(
    r"(?:ch|hw|kh|kw|ph|sh|th|ts|[bpmfdtnlgkhjqxrzcsywv])?[aeiouy]{1,3}(?:ng|ck|[nrkhlmptw])?",
    re.IGNORECASE,
)
"""A given name of one syllable, in the spellings of Hokkien and Cantonese: "Siew", "Hock"."""

_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,3}")
_FULL_NAME = 2
"""How many words a full name has at least."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as printed, split into its parts."""

    words: tuple[str, ...]
    """The name itself: no titles, no suffix, no possessive."""
    suffix: str
    """A suffix such as "jr" or "iii", or an empty string."""
    titles: tuple[str, ...]
    """The titles before the name, folded."""
    gender: Gender | None
    """The gender that the titles show, or else the given name."""
    surname: tuple[str, ...]
    """The words of the surname, folded."""
    given: tuple[str, ...]
    """All other words, folded."""


def trim_name(text: str, span: Span) -> Span:
    """Return the span of a name without titles, possessive and punctuation."""
    tokens = _tokens(span.of(text))
    if not tokens:
        return Span(span.start, span.start)
    first = _title_count(tokens)
    start, end = tokens[first][1], tokens[-1][2]
    possessive = POSSESSIVE_END.search(text[span.start + start : span.start + end])
    if possessive:
        end -= len(possessive.group())
    return Span(span.start + start, span.start + max(end, start))


@lru_cache(maxsize=8192)
def parse_name(printed: str) -> PersonName:
    """Split the printed words of a person's name into its parts."""
    tokens = [word for word, _, _ in _tokens(POSSESSIVE_END.sub("", printed.strip()))]
    count = _title_count([(word, 0, 0) for word in tokens])
    titles = tuple(fold_word(word) for word in tokens[:count])
    body = [POSSESSIVE_END.sub("", word) for word in tokens[count:]]
    suffix = ""
    if len(body) > 1 and fold_word(body[-1]) in word_set("suffixes"):
        suffix = fold_word(body.pop())
    core = tuple(fold_word(word) for word in body)
    surname, given = _surname_and_given(core)
    return PersonName(
        words=tuple(body),
        suffix=suffix,
        titles=titles,
        gender=_gender(_all_titles(titles, core), given),
        surname=surname,
        given=given,
    )


def more_complete_name(name: str, other: str) -> str:
    """Return the printed form that has more name words; the first form where both are equal.

    Unlike `service.text.name_key.longer_name`, which compares lengths alone, this prefers a known
    given name, spelled words to initials, a suffix, and small letters to capitals.
    """
    return (
        max(name, other, key=_completeness) if _completeness(name) != _completeness(other) else name
    )


def _completeness(printed: str) -> tuple[bool, int, bool, int]:
    name = parse_name(printed)
    first = name.words[0] if len(name.words) > 1 else ""
    # "Khalfan Al Roe" is no less complete than "Al Roe".
    likely = fold_word(first) not in word_set("particles") and bool(given_name_gender(first))
    spelled = sum(1 for word in name.words if len(word.replace(".", "")) > 1)
    return (likely, spelled + bool(name.suffix), not printed.isupper(), len(printed))


def is_post_nominal(word: str) -> bool:
    """Return whether a word consists of letters after a name: "Jane Roe MP"."""
    return word[-1].isupper() and fold_word(word) in word_set("post_nominals")


def is_seat(word: str) -> bool:
    """Return whether a word consists of letters for a seat in a parliament: "TD", "MPA"."""
    return is_post_nominal(word) and fold_word(word) in word_genders("roles")


def _tokens(printed: str) -> list[tuple[str, int, int]]:
    """Return the words of a name with their start and end, without letters after the name.

    Only abbreviations keep a full stop.
    """
    tokens = []
    for token in WORD.finditer(printed):
        word, end = token.group(), token.end()
        if (
            word.endswith(".")
            and len(word) > 2
            and word.count(".") == 1
            and not _is_abbreviation(word)
        ):
            word, end = word[:-1], end - 1
        tokens.append((word, token.start(), end))
    while len(tokens) > 1 and is_post_nominal(tokens[-1][0]):
        tokens.pop()
    return tokens


def _is_abbreviation(word: str) -> bool:
    folded = fold_word(word)
    return folded in word_genders("titles") or folded in word_set("suffixes")


def _title_count(tokens: list[tuple[str, int, int]]) -> int:
    """Return how many of the first tokens are titles; at least one token is left for the name."""
    count = 0
    while count < len(tokens) - 1 and _is_title_at(tokens, count):
        count += 1
    rest = [word for word, _, _ in tokens[count:]]
    if rest and fold_word(rest[0]) in word_set("suffixes") and count:
        count -= 1
        rest = [word for word, _, _ in tokens[count:]]
    if len(rest) == 1 and count and fold_word(tokens[count - 1][0]) in word_set("integral_titles"):
        return count - 1
    return count


def _is_title_at(tokens: list[tuple[str, int, int]], index: int) -> bool:
    """Return whether a word before a name is a title, or a word of one: "Datuk [Seri]"."""
    word = fold_word(tokens[index][0])
    if _is_title(tokens[index][0]):
        return True
    if index and word in word_set("second_titles"):
        return True
    full = len(tokens) - index > _FULL_NAME
    if full and tokens[index][0].isupper() and word in word_set("office_acronyms"):
        return True
    return word_pairs("title_pairs").get(word) == fold_word(tokens[index + 1][0])


def _is_title(word: str) -> bool:
    folded = fold_word(POSSESSIVE_END.sub("", word))
    # Ranks are printed without full stops: "SP Roe" is one, and "S.P. Roe" has initials.
    if _INITIALS.fullmatch(word) and folded not in word_set("weak_titles"):
        return False
    # "A. Roe" begins with an initial.
    article = folded in ARTICLES and not word.endswith(".")
    if article or folded in word_genders("titles"):
        return True
    return word[:1].islower() and folded in word_genders("roles")


def _surname_and_given(core: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(core) < 2 or _opens_with_particle(core):
        return core, ()
    if is_surname_first(core):
        return core[:1], core[1:]
    start = len(core) - 1
    while start > 1 and core[start - 1] in word_set("particles"):
        start -= 1
    return core[start:], core[:start]


def _opens_with_particle(core: tuple[str, ...]) -> bool:
    """Return whether a name is a surname alone: "von der Heide", "Van Hollen"; not "Ben Roe"."""
    if core[0] not in word_set("particles") or given_name_gender(core[0]):
        return False
    return len(core) == 2 or not is_surname_first(core)


def is_surname_first(core: tuple[str, ...]) -> bool:
    """Return whether a name has its surname first: "Hua Chunying", "Kim Jong-un"."""
    if core[0] not in word_set("east_asian_surnames") or len(core) > 3:
        return False
    if len(core) == 3 and all(_ONE_SYLLABLE.fullmatch(word) for word in core[1:]):
        return True
    if not all(_EAST_ASIAN_GIVEN.fullmatch(word) for word in core[1:]):
        return False
    if len(core) == 3 or "-" in core[1]:
        return True
    return given_name_gender(core[0]) is None and core[1] not in word_set("east_asian_surnames")


def _all_titles(titles: tuple[str, ...], core: tuple[str, ...]) -> tuple[str, ...]:
    """Return the titles before a name, and the one that stays in the name: "Lady Hale"."""
    inside = core[:1] if len(core) > 1 and core[0] in word_set("integral_titles") else ()
    return (*titles, *inside)


def _gender(titles: tuple[str, ...], given: tuple[str, ...]) -> Gender | None:
    for title in titles:
        gender = word_genders("titles").get(title) or word_genders("roles").get(title)
        if gender:
            return gender
    for word in given:
        if len(word) > 1:
            return given_name_gender(word)
    return None
