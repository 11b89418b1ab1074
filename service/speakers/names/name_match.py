"""Whether two names may name the same person."""

from __future__ import annotations

import re
from enum import IntEnum

from service.speakers.names.lexicon import nickname_sets, plain, words
from service.speakers.names.person_names import Name

_DOUBLED = re.compile(r"(.)\1")
"""Doubled letters come and go in spelling: "Hilary", "Hillary"."""


class Match(IntEnum):
    """How well a shorter name fits a fuller one."""

    NONE = 0
    GIVEN = 1
    SURNAME = 2
    FULL = 3


def match_names(short: Name, full: Name) -> Match:
    """Two names -> whether the first may be a shorter or equal form of the second."""
    if not short.words or not full.words or _gender_conflict(short, full):
        return Match.NONE
    if short.suffix and short.suffix != full.suffix:
        return Match.NONE
    titled = len(short.words) == 2 and plain(short.words[0]) in words("integral_titles")
    if len(short.words) == 1 or (titled and len(full.words) > 1 and not _equal(short, full)):
        word = plain(short.words[-1])
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


def _gender_conflict(one: Name, other: Name) -> bool:
    return one.gender is not None and other.gender is not None and one.gender != other.gender


def _equal(one: Name, other: Name) -> bool:
    return _printed(one) == _printed(other)


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
    if _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return True
    sets = nickname_sets()
    return bool(sets.get(one, frozenset()) & sets.get(other, frozenset()))
