"""Names of people: printed words to their parts, and whether two may name the same person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.speakers.names.lexicon import (
    Gender,
    fold_word,
    given_name_gender,
    word_genders,
    word_set,
)
from service.text.spans import Span

WORD = re.compile(r"[^\W_](?:[\w.'’\-]*[\w.])?|[^\W_]")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsywv])?"
    r"(?:[aeiouy]{1,3})(?:ng|[nrkhlmp])?"
)
_EASTERN_GIVEN = re.compile(rf"(?:{_SYLLABLE}){{1,2}}(?:-(?:{_SYLLABLE}){{1,2}})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its parts, as printed."""

    words: tuple[str, ...]
    """The name itself: no titles, no suffix, no possessive."""
    suffix: str
    """"jr", "iii" or nothing."""
    titles: tuple[str, ...]
    """The titles before it, plain."""
    gender: Gender | None
    """What its titles, or else its given name, tell."""
    surname: tuple[str, ...]
    """The surname's words, plain."""
    given: tuple[str, ...]
    """The other words, plain."""


def trim_name(text: str, span: Span) -> Span:
    """A text and where a name stands -> where it stands without titles, possessive and marks."""
    tokens = _tokens(span.of(text))
    if not tokens:
        return Span(span.start, span.start)
    first = _titles(tokens)
    start, end = tokens[first][1], tokens[-1][2]
    possessive = _POSSESSIVE.search(text[span.start + start : span.start + end])
    if possessive:
        end -= len(possessive.group())
    return Span(span.start + start, span.start + max(end, start))


@lru_cache(maxsize=8192)
def parse_name(printed: str) -> PersonName:
    """The words of a name as printed -> its parts."""
    tokens = [word for word, _, _ in _tokens(_POSSESSIVE.sub("", printed.strip()))]
    count = _titles([(word, 0, 0) for word in tokens])
    titles = tuple(fold_word(word) for word in tokens[:count])
    body = [_POSSESSIVE.sub("", word) for word in tokens[count:]]
    suffix = ""
    if len(body) > 1 and fold_word(body[-1]) in word_set("suffixes"):
        suffix = fold_word(body.pop())
    core = tuple(fold_word(word) for word in body)
    surname, given = _parts(core)
    return PersonName(
        words=tuple(body),
        suffix=suffix,
        titles=titles,
        gender=_gender(titles, given),
        surname=surname,
        given=given,
    )


def more_complete_name(one: str, other: str) -> str:
    """Two printed forms of a name -> the one that says more, the first where they are even."""
    return max(one, other, key=_fullness) if _fullness(one) != _fullness(other) else one


def _fullness(printed: str) -> tuple[bool, int, bool, int]:
    name = parse_name(printed)
    likely = len(name.words) > 1 and given_name_gender(name.words[0]) is not None
    spelled = sum(1 for word in name.words if len(word.replace(".", "")) > 1)
    return (likely, spelled + bool(name.suffix), not printed.isupper(), len(printed))


def _tokens(printed: str) -> list[tuple[str, int, int]]:
    found = []
    for token in WORD.finditer(printed):
        word, end = token.group(), token.end()
        if (
            word.endswith(".")
            and len(word) > 2
            and word.count(".") == 1
            and not _abbreviation(word)
        ):
            word, end = word[:-1], end - 1
        found.append((word, token.start(), end))
    return found


def _abbreviation(word: str) -> bool:
    bare = fold_word(word)
    return bare in word_genders("titles") or bare in word_set("suffixes")


def _titles(tokens: list[tuple[str, int, int]]) -> int:
    count = 0
    while count < len(tokens) - 1 and _is_title(tokens[count][0]):
        count += 1
    rest = [word for word, _, _ in tokens[count:]]
    if rest and fold_word(rest[0]) in word_set("suffixes") and count:
        count -= 1
        rest = [word for word, _, _ in tokens[count:]]
    if len(rest) == 1 and count and fold_word(tokens[count - 1][0]) in word_set("integral_titles"):
        return count - 1
    return count


def _is_title(word: str) -> bool:
    bare = fold_word(_POSSESSIVE.sub("", word))
    if bare in ("the", "a", "an") or bare in word_genders("titles"):
        return True
    return word[:1].islower() and bare in word_genders("roles")


def _parts(core: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(core) < 2 or _opens_with_particle(core):
        return core, ()
    if _eastern(core):
        return core[:1], core[1:]
    start = len(core) - 1
    while start > 1 and core[start - 1] in word_set("particles"):
        start -= 1
    return core[start:], core[:start]


def _opens_with_particle(core: tuple[str, ...]) -> bool:
    """Whether a name is a surname alone: "von der Heide", "Van Hollen"; not so "Ben Roe"."""
    if core[0] not in word_set("particles") or given_name_gender(core[0]):
        return False
    return len(core) == 2 or not _eastern(core)


def _eastern(core: tuple[str, ...]) -> bool:
    if core[0] not in word_set("east_asian_surnames") or len(core) > 3:
        return False
    if not all(_EASTERN_GIVEN.fullmatch(word) for word in core[1:]):
        return False
    if len(core) == 3 or "-" in core[1]:
        return True
    return given_name_gender(core[0]) is None and core[1] not in word_set("east_asian_surnames")


def _gender(titles: tuple[str, ...], given: tuple[str, ...]) -> Gender | None:
    for title in titles:
        told = word_genders("titles").get(title) or word_genders("roles").get(title)
        if told:
            return told
    for word in given:
        if len(word) > 1:
            return given_name_gender(word)
    return None
