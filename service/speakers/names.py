"""Names of people: printed words to their parts, and whether two may name the same person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from service.speakers.lexicon import (
    Gender,
    gendered,
    given_name_gender,
    nickname_sets,
    plain,
    words,
)
from service.text.spans import Span

WORD = re.compile(r"[^\W_](?:[\w.'’\-]*[\w.])?|[^\W_]")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsywv])?"
    r"(?:[aeiouy]{1,3})(?:ng|[nrkhlmp])?"
)
_EASTERN_GIVEN = re.compile(rf"(?:{_SYLLABLE}){{1,2}}(?:-(?:{_SYLLABLE}){{1,2}})?", re.IGNORECASE)


class Match(IntEnum):
    """How well a shorter name fits a fuller one."""

    NONE = 0
    GIVEN = 1
    SURNAME = 2
    FULL = 3


@dataclass(frozen=True, slots=True)
class Name:
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
def parse_name(printed: str) -> Name:
    """The words of a name as printed -> its parts."""
    tokens = [word for word, _, _ in _tokens(_POSSESSIVE.sub("", printed.strip()))]
    count = _titles([(word, 0, 0) for word in tokens])
    titles = tuple(plain(word) for word in tokens[:count])
    body = [_POSSESSIVE.sub("", word) for word in tokens[count:]]
    suffix = ""
    if len(body) > 1 and plain(body[-1]) in words("suffixes"):
        suffix = plain(body.pop())
    core = tuple(plain(word) for word in body)
    surname, given = _parts(core)
    return Name(
        words=tuple(body),
        suffix=suffix,
        titles=titles,
        gender=_gender(titles, given),
        surname=surname,
        given=given,
    )


def match_names(short: Name, full: Name) -> Match:
    """Two names -> whether the first may be a shorter or equal form of the second."""
    if not short.words or not full.words or _gender_conflict(short, full):
        return Match.NONE
    if short.suffix and short.suffix != full.suffix:
        return Match.NONE
    if len(short.words) == 1:
        word = plain(short.words[0])
        if (word,) == full.surname or (full.surname and word == full.surname[-1]):
            return Match.FULL if len(full.words) == 1 else Match.SURNAME
        return Match.GIVEN if word in full.given else Match.NONE
    own, other = short.given + short.surname, full.given + full.surname
    if sorted(own) == sorted(other):
        return Match.FULL if short.suffix == full.suffix else Match.SURNAME
    if len(full.words) > len(short.words) and _printed(full)[-len(short.words) :] == _printed(
        short
    ):
        return Match.SURNAME
    if short.surname[-1:] == full.surname[-1:] and _given_agree(short.given, full.given):
        return Match.FULL if short.suffix == full.suffix else Match.NONE
    return Match.NONE


def misspelled(short: Name, full: Name) -> bool:
    """A surname and a full name -> whether one letter parts the surname from the full name's."""
    if not short.words or not full.surname or _gender_conflict(short, full):
        return False
    one, other = plain(short.words[0]), full.surname[-1]
    if min(len(one), len(other)) < 5 or one[0] != other[0] or one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((i for i, c in enumerate(shorter) if c != longer[i]), len(shorter))
    if len(shorter) == len(longer):
        return shorter[at + 1 :] == longer[at + 1 :]
    return shorter[at:] == longer[at + 1 :]


def fuller(one: str, other: str) -> str:
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
    bare = plain(word)
    return bare in gendered("titles") or bare in words("suffixes")


def _titles(tokens: list[tuple[str, int, int]]) -> int:
    count = 0
    while count < len(tokens) - 1 and _is_title(tokens[count][0]):
        count += 1
    rest = [word for word, _, _ in tokens[count:]]
    if rest and plain(rest[0]) in words("suffixes") and count:
        count -= 1
        rest = [word for word, _, _ in tokens[count:]]
    if len(rest) == 1 and count and plain(tokens[count - 1][0]) in words("integral_titles"):
        return count - 1
    return count


def _is_title(word: str) -> bool:
    bare = plain(_POSSESSIVE.sub("", word))
    if bare in ("the", "a", "an") or bare in gendered("titles"):
        return True
    return word[:1].islower() and bare in gendered("roles")


def _parts(core: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(core) < 2:
        return core, ()
    if _eastern(core):
        return core[:1], core[1:]
    start = len(core) - 1
    while start > 1 and core[start - 1] in words("particles"):
        start -= 1
    return core[start:], core[:start]


def _eastern(core: tuple[str, ...]) -> bool:
    if core[0] not in words("east_asian_surnames") or len(core) > 3:
        return False
    if not all(_EASTERN_GIVEN.fullmatch(word) for word in core[1:]):
        return False
    if len(core) == 3 or "-" in core[1]:
        return True
    return given_name_gender(core[0]) is None and core[1] not in words("east_asian_surnames")


def _gender(titles: tuple[str, ...], given: tuple[str, ...]) -> Gender | None:
    for title in titles:
        told = gendered("titles").get(title) or gendered("roles").get(title)
        if told:
            return told
    for word in given:
        if len(word) > 1:
            return given_name_gender(word)
    return None


def _gender_conflict(one: Name, other: Name) -> bool:
    return one.gender is not None and other.gender is not None and one.gender != other.gender


def _printed(name: Name) -> tuple[str, ...]:
    return tuple(plain(word) for word in name.words)


def _given_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(_same_given(a, b) for a in one for b in other[:2])


def _same_given(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1 or (len(shorter) > 2 and longer.startswith(shorter)):
        return longer.startswith(shorter)
    sets = nickname_sets()
    return bool(sets.get(one, frozenset()) & sets.get(other, frozenset()))
