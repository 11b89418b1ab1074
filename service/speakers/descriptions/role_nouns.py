"""Decide whether a word names what a person or body is, and whether it may stand before that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from service.speakers.descriptions.patterns import (
    ADJECTIVE_SUFFIXES,
    DETERMINERS,
    LIKE_PARTICIPLE,
    PERSONAL_TITLES,
    ROLE_SUFFIXES,
)
from service.speakers.names.lexicon import fold_word, word_genders, word_pairs, word_set
from service.speakers.names.roles import is_plural_role

_NO_ROLE = frozenset(["source", "person", "individual"])
_RELATIVE_TO_OTHERS = frozenset(
    ["rival", "opponent", "fellow", "colleague", "friend", "critic", "challenger", "contender"]
)


@lru_cache(maxsize=8192)
def is_role_noun(word: str) -> bool:
    """Return whether a printed word is a title or a singular noun for a person."""
    folded = fold_word(word)
    if folded in PERSONAL_TITLES or folded in _NO_ROLE:
        return False
    return (
        folded in word_genders("roles")
        or folded in word_pairs("title_roles")
        or folded in word_set("more_roles")
        or (word.islower() and ROLE_SUFFIXES.fullmatch(word) is not None)
        or ("-" in folded and folded.rpartition("-")[2] in word_genders("roles"))
    )


def is_plural_title(word: str) -> bool:
    """Return whether a printed word is the plural of a title or role: "Sens.", "lawmakers"."""
    folded = fold_word(word)
    return is_plural_role(word) or folded.removesuffix("s") in word_pairs("title_roles")


def is_body_noun(word: str) -> bool:
    """Return whether a printed word is a noun for a body: "company", "tank"."""
    folded = fold_word(word)
    return folded in word_set("organization_nouns") or folded in ("tank", "group", "arm", "body")


@lru_cache(maxsize=8192)
def may_modify(word: str, *, begins_sentence: bool) -> bool:
    """Return whether a printed word may stand before a role: "MSNBC", "longtime", "Clinton's".

    Args:
        word: The word without punctuation at its end.
        begins_sentence: Whether its capital may be that of the sentence.
    """
    folded = fold_word(word)
    if not folded or folded in PERSONAL_TITLES or _is_small_word(folded):
        return False
    known = folded in word_set("role_modifiers") or is_role_noun(word)
    if known or word[0].isdigit():
        return True
    if not word[0].isupper():
        return ("-" in word) or ADJECTIVE_SUFFIXES.fullmatch(folded) is not None
    return not (begins_sentence and LIKE_PARTICIPLE.fullmatch(folded))


def may_name_role(folded: str) -> bool:
    """Return whether a word, by what it is not, may be part of an unlisted role."""
    return not _is_small_word(folded) and folded not in word_set("finite_words")


def _is_small_word(folded: str) -> bool:
    lists = ("role_stops", "function_words", "prepositions", "speech_verbs", "calendar")
    return any(folded in word_set(name) for name in lists)


def says_little(words: Sequence[str]) -> bool:
    """Return whether words only set the named against others: "rival", "another critic"."""
    bare = [word for word in words if fold_word(word) not in DETERMINERS]
    return len(bare) == 1 and fold_word(bare[0]) in _RELATIVE_TO_OTHERS
