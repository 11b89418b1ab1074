"""Part names of people from an acronym that the text prints as their title: "CS Tanui"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_LONGEST_ACRONYM = 4


def names_after_acronyms(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield the names that begin with an acronym, each with the surname alone.

    The text must print the same surname with a given name, whose initials the acronym is not:
    "Kiprono Tanui" and "CS Tanui", but not "Mahendra Singh Dhoni" and "MS Dhoni".

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    given = defaultdict[str, set[str]](set)
    pairs = []
    for mention in mentions:
        tokens = list(WORD.finditer(text, mention.span.start, mention.span.end))
        if len(tokens) == 2 and _is_acronym(tokens[0].group()):
            pairs.append((mention.span, tokens))
        elif len(tokens) > 1 and mention.entity_type is EntityType.PERSON:
            initials = "".join(word[0] for word in mention.name.words[:-1])
            given[fold_word(tokens[-1].group())].add(initials)
    for span, (acronym, surname) in pairs:
        known = given.get(fold_word(surname.group()), set())
        if known and not any(initials.startswith(acronym.group()) for initials in known):
            yield span, Span(surname.start(), span.end)


def _is_acronym(word: str) -> bool:
    return 1 < len(word) <= _LONGEST_ACRONYM and word.isalpha() and word.isupper()
