"""Join the names of people that an engine cut in two: "[Siân ap] [Rhys-Roe]"."""

from __future__ import annotations

from collections.abc import Sequence

from service.speakers.mentions.mention import EntityType
from service.speakers.mentions.name_boundaries import WITHIN_SENTENCE
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.text.spans import Span

_LONGEST_LINK = 12
"""How many code points particles between two parts of a name have at most."""


def join_split_names(
    text: str, candidates: Sequence[tuple[Span, EntityType]]
) -> list[tuple[Span, EntityType]]:
    """Return the candidates with names in one piece that an engine cut after the first word.

    "[Madam] [Ada Roe]", "spokesman [Gremil] [Alexis Roe]": only a space is between the two.
    """
    whole: list[tuple[Span, EntityType]] = []
    for span, entity_type in candidates:
        last, last_type = whole[-1] if whole else (span, None)
        both_people = last_type is entity_type is EntityType.PERSON
        if both_people and (_is_first_word(text, last, span) or _is_linked(text, last, span)):
            whole[-1] = Span(last.start, span.end), entity_type
        else:
            whole.append((span, entity_type))
    return whole


def _is_first_word(text: str, word: Span, rest: Span) -> bool:
    """Return whether a lone word is a title or begins the name of two words right behind it.

    A name that ends on a hyphen always goes on: "[Karl Berg-] [Lund]".
    """
    printed = word.of(text)
    if word.end == rest.start and printed.endswith(("-", "‑")):
        return True
    if text[word.end : rest.start] not in (" ", "\u00a0") or " " in printed:
        return False
    if " " not in rest.of(text):
        return False
    before = text[max(0, word.start - 3) : word.start]
    return fold_word(printed) in word_genders("titles") or bool(WITHIN_SENTENCE.search(before))


def _is_linked(text: str, first: Span, rest: Span) -> bool:
    """Return whether particles join two parts of one name: "[Siân ap] [Rhys-Roe]"."""
    between = text[first.end : rest.start]
    if len(between) > _LONGEST_LINK:
        return False
    links = between.replace("-", " ").split() or first.of(text).split()[1:][-1:]
    return bool(links) and all(link in word_set("particles") for link in links)
