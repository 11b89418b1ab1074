"""Word lists as data: names of the files under `lexicon/` to sets, sexes and phrases."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from service.text.fold import Drop, fold
from service.text.lexicon import read_lines


class Gender(StrEnum):
    """What a title, a given name or a role tells about a person."""

    MALE = "male"
    FEMALE = "female"


_GENDERS = {"m": Gender.MALE, "f": Gender.FEMALE, "-": None}


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """A word -> its form for comparison: no case, no accents, no full stops."""
    return fold(word, drop=Drop.ACCENTS).replace(".", "")


@cache
def list_lines(name: str) -> tuple[str, ...]:
    """The name of a list -> its lines, comments left out."""
    return read_lines("service.speakers", f"{name}.txt")


@cache
def word_set(name: str) -> frozenset[str]:
    """The name of a list of words -> its words, plain."""
    return frozenset(fold_word(word) for line in list_lines(name) for word in line.split())


@cache
def word_genders(name: str) -> dict[str, Gender | None]:
    """The name of a list whose lines begin with a gender -> each word and the gender it tells."""
    pairs = {}
    for line in list_lines(name):
        mark, *rest = line.split()
        for word in rest:
            pairs[fold_word(word)] = _GENDERS[mark]
    return pairs


@lru_cache(maxsize=65_536)
def given_name_gender(word: str) -> Gender | None:
    """A given name -> the gender it usually tells."""
    bare = fold_word(word)
    if bare in word_set("given_names_male"):
        return Gender.MALE
    if bare in word_set("given_names_female"):
        return Gender.FEMALE
    return None


@cache
def nickname_sets() -> dict[str, frozenset[int]]:
    """Nothing -> for each given name the sets of interchangeable names that hold it."""
    sets: dict[str, set[int]] = {}
    for number, line in enumerate(list_lines("nicknames")):
        for word in line.split():
            sets.setdefault(fold_word(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in sets.items()}
