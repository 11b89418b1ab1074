"""Give both names of a pair their surname: "Gary and Denise Roe" are Gary Roe and Denise Roe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import NAME_AND, PAIR_NOUN
from service.speakers.names.lexicon import fold_word, given_name_gender, word_set
from service.speakers.names.person_names import parse_name
from service.text.spans import Span

_LEAD = 24
"""How many code points before a name the other name of the pair is looked for."""
_AND = re.compile(r"[ \u00a0](?:and|&)[ \u00a0]")


def missed_given_names(text: str, found: Mapping[Span, Mention]) -> Iterator[Span]:
    """Yield the given names before "and" and a full name where the engine saw no name.

    Args:
        text: The whole text.
        found: The mentions of the text.
    """
    for span, mention in found.items():
        if not _is_full(mention):
            continue
        before = NAME_AND.search(text, max(0, span.start - _LEAD), span.start)
        if (
            before
            and given_name_gender(before["name"])
            and given_name_gender(mention.name.words[0])
        ):
            yield Span(*before.span("name"))


def with_shared_surnames(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions; a given name before "and" and a full name has the surname of that name.

    The given name is a known one, or the text speaks of a couple, of brothers or of twins. A word
    that is the surname of somebody in the text is no given name: "Trump and Ada Roe".

    Args:
        text: The whole text.
        mentions: The mentions of the text, in its order.
    """
    surnames = {word for mention in mentions if _is_full(mention) for word in mention.name.surname}
    alone = _follow_titles(mentions)
    related = PAIR_NOUN.search(text) is not None
    whole: dict[Span, Mention] = {}
    for first, second in pairwise(mentions):
        lone = first.entity_type is EntityType.PERSON and len(first.name.words) == 1
        if not (
            lone and _is_full(second) and _AND.fullmatch(text, first.span.end, second.span.start)
        ):
            continue
        word = fold_word(first.name.words[0])
        if word in surnames or word in alone or first.name.titles or second.name.titles:
            continue
        doubtful = word in word_set("given_names_also_surnames")
        known = given_name_gender(word) and not (
            doubtful and given_name_gender(second.name.words[0]) is None
        )
        if known or related:
            surname = second.name.words[-len(second.name.surname) :]
            printed = " ".join([first.span.of(text), *surname])
            whole[first.span] = replace(first, name=parse_name(printed), whole=printed)
    return [whole.get(mention.span, mention) for mention in mentions]


def _is_full(mention: Mention) -> bool:
    return mention.entity_type is EntityType.PERSON and len(mention.name.words) > 1


def _follow_titles(mentions: Iterable[Mention]) -> set[str]:
    """Return the lone names, folded, that the text prints after a title: they are surnames."""
    lone = (each.name for each in mentions if len(each.name.words) == 1 and each.name.titles)
    return {fold_word(name.words[0]) for name in lone}
