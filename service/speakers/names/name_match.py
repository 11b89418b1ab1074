"""Whether two names may name the same person."""

from __future__ import annotations

import re
from enum import IntEnum

from service.speakers.names.lexicon import fold_word, nickname_sets, word_set
from service.speakers.names.person_names import PersonName

_DOUBLED = re.compile(r"(.)\1")
"""Doubled letters come and go in spelling: "Hilary", "Hillary"."""


class NameMatch(IntEnum):
    """How well a shorter name fits a fuller one."""

    NONE = 0
    GIVEN = 1
    SURNAME = 2
    FULL = 3


def match_names(short: PersonName, full: PersonName) -> NameMatch:
    """Two names -> whether the first may be a shorter or equal form of the second."""
    if not short.words or not full.words or _gender_conflict(short, full):
        return NameMatch.NONE
    if short.suffix and short.suffix != full.suffix:
        return NameMatch.NONE
    titled = len(short.words) == 2 and fold_word(short.words[0]) in word_set("integral_titles")
    if len(short.words) == 1 or (titled and len(full.words) > 1 and not _equal(short, full)):
        word = fold_word(short.words[-1])
        if (word,) == full.surname or (full.surname and word == full.surname[-1]):
            return NameMatch.FULL if len(full.words) == 1 else NameMatch.SURNAME
        return NameMatch.GIVEN if word in full.given else NameMatch.NONE
    own, other = short.given + short.surname, full.given + full.surname
    if sorted(own) == sorted(other):
        return NameMatch.FULL if short.suffix == full.suffix else NameMatch.SURNAME
    if len(full.words) > len(short.words) and _printed(full)[-len(short.words) :] == _printed(
        short
    ):
        return NameMatch.SURNAME
    if short.surname[-1:] == full.surname[-1:] and _given_agree(short.given, full.given):
        return NameMatch.FULL if short.suffix == full.suffix else NameMatch.NONE
    return NameMatch.NONE


def is_misspelled(short: PersonName, full: PersonName) -> bool:
    """A surname and a full name -> whether one letter parts the surname from the full name's."""
    if not short.words or not full.surname or _gender_conflict(short, full):
        return False
    one, other = fold_word(short.words[0]), full.surname[-1]
    if min(len(one), len(other)) < 5 or one[0] != other[0] or one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((i for i, c in enumerate(shorter) if c != longer[i]), len(shorter))
    if len(shorter) == len(longer):
        return shorter[at + 1 :] == longer[at + 1 :]
    return shorter[at:] == longer[at + 1 :]


def _gender_conflict(one: PersonName, other: PersonName) -> bool:
    return one.gender is not None and other.gender is not None and one.gender != other.gender


def _equal(one: PersonName, other: PersonName) -> bool:
    return _printed(one) == _printed(other)


def _printed(name: PersonName) -> tuple[str, ...]:
    return tuple(fold_word(word) for word in name.words)


def _given_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(_same_given(a, b) for a in one for b in other[:2])


def _same_given(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1 or (len(shorter) > 2 and longer.startswith(shorter)):
        return longer.startswith(shorter)
    if _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return True
    sets = nickname_sets()
    return bool(sets.get(one, frozenset()) & sets.get(other, frozenset()))
