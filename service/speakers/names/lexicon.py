"""Read the word lists under `lexicon/en/` as sets, tables of genders and groups of synonyms."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from service.text.fold import Drop, fold
from service.text.lexicon import read_lines


class Gender(StrEnum):
    """The gender that a title, a given name or a role shows."""

    MALE = "male"
    FEMALE = "female"


_GENDERS = {"m": Gender.MALE, "f": Gender.FEMALE, "-": None}


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Return a word without case, accents and full stops, for comparison."""
    return fold(word, drop=Drop.ACCENTS).replace(".", "")


@cache
def list_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a word list, without comments."""
    return read_lines("service.speakers", f"{name}.txt")


@cache
def word_set(name: str) -> frozenset[str]:
    """Return all words of a list, folded."""
    return frozenset(fold_word(word) for line in list_lines(name) for word in line.split())


@cache
def word_genders(name: str) -> dict[str, Gender | None]:
    """Return each folded word of a list whose lines begin with a gender, with that gender."""
    genders = {}
    for line in list_lines(name):
        mark, *rest = line.split()
        for word in rest:
            genders[fold_word(word)] = _GENDERS[mark]
    return genders


@cache
def word_pairs(name: str) -> dict[str, str]:
    """Return a list of two words a line as a table from the first word to the second."""
    return dict(line.split() for line in list_lines(name))


@cache
def first_synonyms(name: str) -> dict[str, str]:
    """Return, for each word of a list of synonyms, the first word of its line."""
    return {word: line.split()[0] for line in list_lines(name) for word in line.split()}


@cache
def synonym_sets(name: str) -> dict[str, frozenset[str]]:
    """Return, for each word of a list of synonyms, all words that share a line with it."""
    synonyms: dict[str, frozenset[str]] = {}
    for line in list_lines(name):
        for word in line.split():
            synonyms[word] = synonyms.get(word, frozenset()) | frozenset(line.split())
    return synonyms


@lru_cache(maxsize=65_536)
def given_name_gender(word: str) -> Gender | None:
    """Return the gender that a given name usually shows, None where it is not known."""
    folded = fold_word(word)
    # "Stacy-Ann": a double given name has the gender of its first half.
    for name in dict.fromkeys((folded, folded.partition("-")[0])):
        if name in word_set("given_names_male"):
            return Gender.MALE
        if name in word_set("given_names_female"):
            return Gender.FEMALE
    return None


@lru_cache(maxsize=65_536)
def usual_gender(word: str) -> Gender | None:
    """Return the gender of most people in the world with a given name, None where it is not known.

    Unlike `given_name_gender` it says nothing of whether the word is a given name at all.
    """
    folded = fold_word(word)
    # "Jean-Pierre" is no Jean, and "Mary-Kate" is a Mary.
    whole, first = folded.replace("-", ""), folded.partition("-")[0]
    return _world_genders().get(whole) or given_name_gender(word) or _world_genders().get(first)


@cache
def _world_genders() -> dict[str, Gender]:
    """Return given names of many countries with their genders. The list is folded already."""
    genders = {"f": Gender.FEMALE, "m": Gender.MALE}
    return {
        name: genders[mark]
        for mark, *names in map(str.split, list_lines("usual_genders"))
        for name in names
    }


@cache
def nickname_sets() -> dict[str, frozenset[int]]:
    """Return, for each given name, the numbers of the nickname lines that hold it."""
    sets: dict[str, set[int]] = {}
    for number, line in enumerate(list_lines("nicknames")):
        for word in line.split():
            sets.setdefault(fold_word(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in sets.items()}
