"""Part names of people from a title that no list holds: "Verger Ada Roe", "CS Tanui"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import OCCUPATION, TITLE_WITHOUT_VOWEL
from service.speakers.names.lexicon import fold_word, given_name_gender, word_set
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_Names = list[tuple[Span, list[re.Match[str]]]]
"""The span and the words of each name."""
_FULL_NAME = 2
_LONGEST_ACRONYM = 4
_WITH_ACRONYM = (2, 3)
"""How many words an acronym and a surname or given names have."""
_SHORT = 4
"""How many letters a title before a given name has at most."""
_NAMES_WITHOUT_VOWEL = ("md", "st", "mt", "ng")
"""Short forms that are a part of names."""
_LONG_ACRONYM = 4
"""How many letters initials never have."""
_LONGEST_POST = 6
_MOST_WORDS = 200
"""How many first words of names are looked for."""


def names_after_acronyms(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield the names that begin with an acronym, each with the surname alone.

    The text must print the same surname with a given name, whose initials the acronym is not:
    "Kiprono Tanui" and "CS Tanui", but not "Mahendra Singh Dhoni" and "MS Dhoni". Or it prints the
    same given name: "Shirin Rahman" and "DPP Shirin".

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    given = defaultdict[str, set[str]](set)
    pairs = []
    for mention in mentions:
        tokens = list(WORD.finditer(text, mention.span.start, mention.span.end))
        if len(tokens) in _WITH_ACRONYM and _is_acronym(tokens[0].group()):
            pairs.append((mention.span, tokens))
        elif len(tokens) > 1 and mention.entity_type is EntityType.PERSON:
            initials = "".join(word[0] for word in mention.name.words[:-1])
            given[fold_word(tokens[-1].group())].add(initials)
            given[fold_word(tokens[0].group())].add("")
    for span, (acronym, name, *_) in pairs:
        known = given.get(fold_word(name.group()), set())
        letters = acronym.group()
        if known and not any(initials.startswith(letters) for initials in known if initials):
            yield span, Span(name.start(), span.end)


def names_after_posts(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield the names of people that hold a post in capitals, each with the name alone.

    The post stands before a full name, and after a body's name or alone: "[Plaid Cymru AM] Nerys
    Roe", "[PCSO] Alan Roe". Two or three letters alone may be initials ("KP Sharma Oli"), unless a
    given name that is known follows them. Names that are all in capitals have no such part.

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    for mention in mentions:
        words = list(WORD.finditer(text, mention.span.start, mention.span.end))
        place = _last_post(words)
        if place is None:
            continue
        is_person = mention.entity_type is EntityType.PERSON
        known = given_name_gender(words[place + 1].group()) is not None
        initials = place == 0 and len(words[place].group()) < _LONG_ACRONYM
        # An engine may take the whole for the body at its beginning: there a name ends the words.
        in_body = place > 0 and len(words) - place == 1 + _FULL_NAME
        if (known or not initials) if is_person else (known and in_body):
            yield mention.span, Span(words[place + 1].start(), mention.span.end)


def _last_post(words: list[re.Match[str]]) -> int | None:
    """Return which of the words is a post: the last in capitals before a full name, if any."""
    for place in range(len(words) - _FULL_NAME - 1, -1, -1):
        letters = words[place].group()
        if letters.isalpha() and letters.isupper() and 1 < len(letters) <= _LONGEST_POST:
            rest = [word.group() for word in words[place + 1 :]]
            known = fold_word(letters) in _NAMES_WITHOUT_VOWEL
            is_name = not any(len(word) > 1 and word.isupper() for word in rest)
            return place if is_name and not known else None
    return None


def names_after_titles(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield the names that begin with a title, each with the name alone.

    A first word is a title where the text prints it in small letters with an article ("the
    verger"), or before the full name and before the surname alone as well ("Mzee Juma Otieno",
    "Mzee Otieno").

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    names = [
        (mention.span, list(WORD.finditer(text, mention.span.start, mention.span.end)))
        for mention in mentions
        if mention.entity_type is EntityType.PERSON
    ]
    surnames = defaultdict[str, set[str]](set)
    for _, words in names:
        if len(words) >= _FULL_NAME:
            surnames[fold_word(words[-1].group())].add(fold_word(words[-2].group()))
    names = [(span, words) for span, words in names if _may_have_title(words)]
    titles = _nouns(text, names) | _before_surnames(names)
    given = _given_names(names)
    for span, words in names:
        rest = words[1:]
        title = fold_word(words[0].group())
        if _is_title_by_form(words) or _is_before_given_name(words, given):
            yield span, Span(rest[0].start(), span.end)
            continue
        known = len(rest) >= _FULL_NAME or surnames[fold_word(rest[0].group())] - {title}
        if title in titles and known:
            yield span, Span(rest[0].start(), span.end)


def _is_title_by_form(words: list[re.Match[str]]) -> bool:
    """Return whether the first word has no vowel ("Cr Roe"), or says what somebody does."""
    first = words[0].group()
    if TITLE_WITHOUT_VOWEL.fullmatch(first):
        folded = fold_word(first)
        return folded not in word_set("east_asian_surnames") and folded not in _NAMES_WITHOUT_VOWEL
    return len(words) > _FULL_NAME and OCCUPATION.fullmatch(first) is not None


def _given_names(names: _Names) -> dict[str, str]:
    """Return the first words of full names, folded, each with the last word."""
    return {
        fold_word(words[0].group()): fold_word(words[-1].group())
        for _, words in names
        if len(words) >= _FULL_NAME
    }


def _is_before_given_name(words: list[re.Match[str]], given: Mapping[str, str]) -> bool:
    """Return whether a short first word stands before a given name of the text: "Mak Suri"."""
    if len(words) != _FULL_NAME or len(words[0].group()) > _SHORT:
        return False
    first, second = (fold_word(word.group()) for word in words)
    surname = given.get(second)
    return surname is not None and surname != first


def _may_have_title(words: list[re.Match[str]]) -> bool:
    first = words[0].group() if len(words) >= _FULL_NAME else ""
    return first.isalpha() and first.istitle() and len(first) > 1 and not given_name_gender(first)


def _nouns(text: str, names: _Names) -> set[str]:
    """Return the first words, folded, that the text prints as nouns in small letters."""
    first = dict.fromkeys(words[0].group().lower() for _, words in names)
    if not first:
        return set()
    words = "|".join(re.escape(word) for word in list(first)[:_MOST_WORDS])
    nouns = re.compile(rf"\b(?:[Tt]he|[Aa]n?|his|her|our)[ \u00a0](?P<noun>{words})\b(?![’'-])")
    return {fold_word(noun["noun"]) for noun in nouns.finditer(text)}


def _before_surnames(names: _Names) -> set[str]:
    """Return the first words, folded, that stand before a full name and before its surname."""
    full = {
        (fold_word(words[0].group()), fold_word(words[-1].group()))
        for _, words in names
        if len(words) > _FULL_NAME and given_name_gender(words[1].group())
    }
    short = {
        (fold_word(words[0].group()), fold_word(words[1].group()))
        for _, words in names
        if len(words) == _FULL_NAME
    }
    return {title for title, _ in full & short}


def _is_acronym(word: str) -> bool:
    return 1 < len(word) <= _LONGEST_ACRONYM and word.isalpha() and word.isupper()
