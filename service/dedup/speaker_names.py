"""Speaker names: whether two keys of speakers may name one person.

Outlets print one person under several names: "Hillary Clinton" and "Hillary Rodham Clinton", "Tim"
and "Timothy", a title before a surname, a surname in another spelling. The names of two people of
one family, or of a father and a son, do not agree. A surname alone fits all people who have it.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache, lru_cache

from service.dedup.words.normalise import is_english_word
from service.dedup.words.patterns import (
    ARTICLE_BEFORE_NAME,
    FEMALE_TITLES,
    MALE_TITLES,
    NAME_LINKS,
    NAME_SUFFIXES,
    NAME_TITLES,
)
from service.text.lexicon import read_lines

# As `service.speakers.registry_rules` separates the parts of a key. It occurs in no name.
_PART = "\x1e"
# Shorter names differ by one letter where they are two names: "Holm" and "Holt".
_LEAST_MISSPELT = 5
# Two letters shorten too many names.
_LEAST_SHORTENED = 3
_ARTICLE_BEFORE = re.compile(ARTICLE_BEFORE_NAME)
_TITLES = NAME_TITLES | FEMALE_TITLES | MALE_TITLES
# One sound in several letters: "Gadhafi", "Qaddafi"; "Stephen", "Steven".
_SOUNDS = (
    (re.compile("ph|v"), "f"),
    (re.compile("[ckgq]h?"), "k"),
    (re.compile("dh"), "d"),
    (re.compile("th"), "t"),
    (re.compile("[aeiouyw]"), ""),
    (re.compile("z"), "s"),
    (re.compile(r"(\w)\1+"), r"\1"),
)


class Agreement(IntEnum):
    """How well two names agree, from names of two speakers to names of one."""

    DIFFERENT = 0
    SURNAME = 1
    """One is a surname that the other has."""
    SAME = 2


@lru_cache(maxsize=1 << 14)
def agreement(one: str, other: str) -> Agreement:
    """Two keys of speakers -> how well they agree. Symmetric.

    The key of a provisional speaker is a surname, and after it the outlet and the week.
    """
    if one == other:
        return Agreement.SAME
    names = [key.partition(_PART)[0] for key in (one, other)]
    found = _names_agree(*names)
    return min(found, Agreement.SURNAME) if names != [one, other] else found


def _names_agree(one: str, other: str) -> Agreement:
    (name, suffix, gender), (other_name, other_suffix, other_gender) = map(_parse, (one, other))
    conflict = suffix != other_suffix or (gender and other_gender and gender != other_gender)
    if conflict or not name or not other_name:
        return Agreement.DIFFERENT
    if name == other_name:
        return Agreement.SAME
    if len(name) > 1 and len(other_name) > 1:
        return Agreement.SAME if _are_one(name, other_name) else Agreement.DIFFERENT
    surname, full = sorted((name, other_name), key=len)
    # "Board" is no surname of "Harbour Board".
    fits = not is_english_word(surname[-1]) and spelled_alike(surname[-1], full[-1])
    return Agreement.SURNAME if fits and len(full) > 1 else Agreement.DIFFERENT


def name_block(name: str) -> str:
    """A name in plain words -> what other names of the same person share as a rule."""
    words, suffix, _ = _parse(name)
    if len(words) < 2:
        return " ".join(words) or name
    given, surname = words[0], words[-1]
    lines = _nicknames().get(given)
    short = str(min(lines)) if lines else _sound(given)[:2] or given
    return f"{short} {_sound(surname) or surname} {suffix}".rstrip()


def spelled_alike(one: str, other: str) -> bool:
    """Return whether two words may be one name in two spellings."""
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST_MISSPELT:
        return False
    # "Gambia" and "Zambia" are two countries.
    return (one[0] == other[0] and _one_letter_off(one, other)) or _sound_alike(one, other)


def _sound_alike(one: str, other: str) -> bool:
    # Nor do "Mario" and "Maria" sound alike.
    return (
        min(len(one), len(other)) >= _LEAST_MISSPELT
        and one.endswith("a") == other.endswith("a")
        and _sound(one) == _sound(other) != ""
    )


@lru_cache(maxsize=1 << 14)
def _parse(key: str) -> tuple[tuple[str, ...], str, str]:
    """Return the words of a name without its titles, the suffix, and the gender of a title."""
    words = _ARTICLE_BEFORE.sub("", key).replace("-", " ").replace(".", " ").split()
    gender = ""
    while len(words) > 1 and words[0] in _TITLES:
        title = words.pop(0)
        gender = "f" if title in FEMALE_TITLES else "m" if title in MALE_TITLES else gender
    suffix = ""
    if len(words) > 1 and words[-1] in NAME_SUFFIXES:
        suffix = words.pop()
    return tuple(words), suffix, gender


def _are_one(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names of two words or more may be one person's."""
    # "Bank of England" is not "Bank of New England".
    if not NAME_LINKS.isdisjoint((*name, *other)):
        return False
    between = {*name[1:-1]} ^ {*other[1:-1]}
    if between and (len(name) == len(other) or any(map(is_english_word, between))):
        return False
    if name[-1] == other[-1]:
        return _given_agree(name[0], other[0])
    if name[0] == other[0]:
        return spelled_alike(name[-1], other[-1])
    return _sound_alike(name[0], other[0]) and _sound_alike(name[-1], other[-1])


def _given_agree(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    # "Tim" shortens "Timothy", but "Paul" and "Paula" are two people.
    if len(shorter) >= _LEAST_SHORTENED and longer.startswith(shorter):
        return longer != f"{shorter}a"
    lines = _nicknames()
    if lines.get(one, frozenset()) & lines.get(other, frozenset()):
        return True
    return _sound_alike(one, other)


@cache
def _nicknames() -> dict[str, frozenset[int]]:
    # The list belongs to the step that resolves speakers; this step may read it, not its code.
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(read_lines("service.speakers", "nicknames.txt")):
        for name in line.split():
            lines.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in lines.items()}


@lru_cache(maxsize=1 << 14)
def _sound(word: str) -> str:
    """Return the consonants of a word, one letter for each sound; the first vowel counts as one."""
    sound = word[:1] if word[:1] in "aeiou" else ""
    for letters, letter in _SOUNDS:
        word = letters.sub(letter, word)
    return sound + word if len(word) > 1 else ""


def _one_letter_off(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((i for i, c in enumerate(shorter) if c != longer[i]), len(shorter))
    if len(shorter) == len(longer):
        return shorter[at + 1 :] == longer[at + 1 :]
    return shorter[at:] == longer[at + 1 :]
