"""Decide whether two names may name the same person."""

from __future__ import annotations

import re
from enum import IntEnum

from service.speakers.names.lexicon import fold_word, nickname_sets, word_set
from service.speakers.names.person_names import PersonName

_DOUBLED = re.compile(r"(.)\1")
"""A doubled letter: spellings differ in these, as in "Hilary" and "Hillary"."""

SHORTEST_MISSPELLED = 5
"""A shorter surname is never taken for a misspelt one."""


_PARENTS = ("jr", "sr")
"""Suffixes that part a person from a parent who is in the news too."""


class NameMatch(IntEnum):
    """How well a short name fits a full name: a higher value is stronger evidence."""

    NONE = 0
    GIVEN = 1
    SURNAME = 2
    FULL = 3


def match_names(short: PersonName, full: PersonName) -> NameMatch:
    """Return how well the first name fits as a shorter or equal form of the second."""
    if not short.words or not full.words or _genders_differ(short, full):
        return NameMatch.NONE
    if short.suffix and short.suffix != full.suffix:
        return NameMatch.NONE
    titled = len(short.words) == 2 and fold_word(short.words[0]) in word_set("integral_titles")
    if len(short.words) == 1 or (
        titled and len(full.words) > 1 and _folded_words(short) != _folded_words(full)
    ):
        word = fold_word(short.words[-1])
        if (word,) == full.surname or (full.surname and word == full.surname[-1]):
            return NameMatch.FULL if len(full.words) == 1 else NameMatch.SURNAME
        return NameMatch.GIVEN if word in full.given else NameMatch.NONE
    if sorted(short.given + short.surname) == sorted(full.given + full.surname):
        return NameMatch.FULL if short.suffix == full.suffix else NameMatch.SURNAME
    last_words = _folded_words(full)[-len(short.words) :]
    if len(full.words) > len(short.words) and last_words == _folded_words(short):
        return NameMatch.SURNAME
    if short.surname[-1:] == full.surname[-1:] and _given_names_agree(short.given, full.given):
        if short.suffix == full.suffix:
            return NameMatch.FULL
        # "Nana Boateng" may be "Nana Kwaku Boateng III", "Jon Roe" is not "Jon Ali Roe Jr".
        parent = short.given[0] == full.given[0] and full.suffix in _PARENTS
        return NameMatch.NONE if parent else NameMatch.SURNAME
    return NameMatch.NONE


def is_misspelled(short: PersonName, full: PersonName) -> bool:
    """Return whether a lone surname differs from a full name's surname in one letter."""
    if not short.words or not full.surname or _genders_differ(short, full):
        return False
    word, surname = fold_word(short.words[0]), full.surname[-1]
    if word[0] != surname[0] or word == surname:
        return False
    shorter, longer = sorted((word, surname), key=len)
    if len(shorter) < SHORTEST_MISSPELLED or len(longer) - len(shorter) > 1:
        return False
    index = next((i for i, c in enumerate(shorter) if c != longer[i]), len(shorter))
    if len(shorter) == len(longer):
        swapped = shorter[index : index + 2] == longer[index : index + 2][::-1]
        rest = index + 2 if swapped else index + 1
        return shorter[rest:] == longer[rest:]
    return shorter[index:] == longer[index + 1 :]


def _genders_differ(name: PersonName, other: PersonName) -> bool:
    return name.gender is not None and other.gender is not None and name.gender != other.gender


def _folded_words(name: PersonName) -> tuple[str, ...]:
    return tuple(fold_word(word) for word in name.words)


def _given_names_agree(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(_may_be_same_given(name, other) for name in names for other in others[:2])


def _may_be_same_given(name: str, other: str) -> bool:
    """Return whether two given names may be one: equal, an initial, shortened or a nickname."""
    if name == other:
        return True
    shorter, longer = sorted((name, other), key=len)
    if len(shorter) == 1 or (len(shorter) > 2 and longer.startswith(shorter)):
        return longer.startswith(shorter)
    if _DOUBLED.sub(r"\1", name) == _DOUBLED.sub(r"\1", other):
        return True
    sets = nickname_sets()
    return bool(sets.get(name, frozenset()) & sets.get(other, frozenset()))
