"""Find what stands before a name: "Foreign Ministry spokeswoman", "the former mayor of Ems,"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.descriptions.noun_phrase import read_noun_phrase, without_article
from service.speakers.descriptions.patterns import (
    CLAUSE_START,
    CLOSES_APPOSITION,
    COMMA_BEFORE,
    DETERMINERS,
    ENDS_BEFORE,
    FIELD_LINKS,
    IN_FIELD,
    LIKE_PARTICIPLE,
    OPENING_NOUNS,
    OPENS_TIME,
    PERSONAL_TITLES,
    PLURAL_LIST,
    TAKES_CLAUSE,
    VERB_AFTER,
)
from service.speakers.descriptions.role_nouns import (
    is_plural_title,
    is_role_noun,
    may_modify,
    may_name_role,
    says_little,
)
from service.speakers.names.lexicon import fold_word, word_genders
from service.text.spans import Span

_LONGEST = 130
"""How many code points before a name are read."""
_TOKEN = re.compile(r"[^ \u00a0]+")
_NO_MODIFIER = re.compile(r"[,;:()\[\]\"“”—–!?]|^[^\w&]+$")
_LONGEST_FIELD = 9
_LONGEST_ABBREVIATION = 6


def title_before(text: str, start: int, name: int) -> Span | None:
    """Return the title or role right before a name: "South Korean President", "MSNBC host".

    Args:
        text: The whole text.
        start: Where to stop reading to the left.
        name: Where the name begins.
    """
    start = max(start, name - _LONGEST)
    tokens = list(_TOKEN.finditer(text, start, name))
    if start and tokens and tokens[0].start() == start and text[start - 1] not in " \u00a0\n":
        del tokens[0]  # It may be cut.
    if not tokens or tokens[-1].end() == name:
        return None
    words = [token.group() for token in tokens]
    first = _first_of_head(words)
    if first is None:
        return None
    first = _with_modifiers(words, first)
    if says_little(words[first:]):
        return None
    return without_article(text, Span(tokens[first].start(), tokens[-1].end()))


def opening_title(text: str, start: int, name: Span) -> Span | None:
    """Return the nouns that open a sentence before a name: "Harbour master Ines Calder closed".

    No list holds "harbour master". But a sentence whose verb follows the name begins with words of
    the name. They are two or three, and only the first has a capital.

    Args:
        text: The whole text.
        start: Where to stop reading to the left.
        name: The name.
    """
    opening = OPENING_NOUNS.search(text, max(start, name.start - _LONGEST), name.start)
    if opening is None or not VERB_AFTER.match(text, name.end):
        return None
    found = Span(*opening.span("nouns"))
    if found.start > start and not ENDS_BEFORE.search(text, max(0, start - 1), found.start):
        return None
    words = [fold_word(word) for word in found.of(text).split()]
    if words[0] in OPENS_TIME or words[0].endswith("s") or words[-1] in TAKES_CLAUSE:
        return None
    if LIKE_PARTICIPLE.fullmatch(words[-1]) or not all(map(may_name_role, words)):
        return None
    return found


def apposition_before(text: str, start: int, name: Span) -> Span | None:
    """Return the noun phrase before a comma and a name: "a lawyer for the paper, Jane Roe,".

    The name must end an apposition, too. In "after a call with the president, Roe said" it does
    not.

    Args:
        text: The whole text.
        start: Where to stop reading to the left.
        name: The name, with the title before it.
    """
    comma = COMMA_BEFORE.search(text, max(start, name.start - 2), name.start)
    if comma is None or not CLOSES_APPOSITION.match(text, name.end):
        return None
    begin = max(start, comma.start() - _LONGEST)
    clause = begin
    for mark in CLAUSE_START.finditer(text, begin, comma.start()):
        clause = mark.end()
    for token in _TOKEN.finditer(text, clause, comma.start()):
        word = token.group()
        owner = word[0].isupper() and word.endswith(("'s", "’s"))
        if fold_word(word) in DETERMINERS or owner:
            found = read_noun_phrase(text, token.start(), name.start, body=False)
            return found if found and found.end == comma.start() else None
    return None


def plural_title_before(text: str, start: int, name: int) -> Span | None:
    """Return the plural title of the list that a name is in: "Sens. Jane Roe and [Bo Ek]"."""
    found = PLURAL_LIST.search(text, max(start, name - _LONGEST), name)
    if found is None or not is_plural_title(found["noun"]):
        return None
    return Span(*found.span("title"))


def _first_of_head(words: Sequence[str]) -> int | None:
    """Return where the head begins of a title that ends the words, None where none does."""
    last = len(words) - 1
    if fold_word(words[last]) in PERSONAL_TITLES or _NO_MODIFIER.search(words[last]):
        return None
    if is_role_noun(words[last]) or _is_plural(words[last]):
        return None if _ends_sentence(words[last]) else last
    for index in range(last, max(-1, last - _LONGEST_FIELD), -1):
        word = words[index]
        if fold_word(word) in FIELD_LINKS and index and is_role_noun(words[index - 1]):
            return index - 1 if index < last else None
        if _NO_MODIFIER.search(word) or not (word[0].isupper() or fold_word(word) in IN_FIELD):
            return None
    return None


def _with_modifiers(words: Sequence[str], first: int) -> int:
    """Return where a title begins with the modifiers before its head."""
    while first:
        word = words[first - 1]
        if _NO_MODIFIER.search(word) or _ends_sentence(word):
            break
        if word in ("and", "&") and first > 1 and _joins(words, first - 1):
            first -= 1
            continue
        begins = first == 1 or _ends_sentence(words[first - 2])
        if fold_word(word) in DETERMINERS or not may_modify(word, begins_sentence=begins):
            break
        first -= 1
    return first


def _joins(words: Sequence[str], index: int) -> bool:
    """Return whether "and" joins two roles of one person: "surgeon and TV star"."""
    if not is_role_noun(words[index - 1]):
        return False
    for word in reversed(words[max(0, index - 4) : index]):
        if fold_word(word) in DETERMINERS:
            return fold_word(word) != "the"
    return True


def _is_plural(word: str) -> bool:
    """Return whether a word is the title of a list that begins: "Sens." before "Jane Roe and"."""
    return word[0].isupper() and is_plural_title(word)


def _ends_sentence(word: str) -> bool:
    if not word.endswith(".") or "." in word[:-1]:
        return False
    if word[0].islower():
        return True
    return len(word) > _LONGEST_ABBREVIATION and fold_word(word) not in word_genders("titles")
