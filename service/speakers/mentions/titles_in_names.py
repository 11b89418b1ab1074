"""Read words that look like titles as given names: "mayor Col Roe", "chairman Sultan Al Roe"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, usual_gender, word_genders, word_set
from service.text.spans import Span

_WORD_BEFORE = re.compile(r"(?:(?P<role>[a-z]+)[ \u00a0])?(?P<title>[^\W\d_a-z][a-z]+)[ \u00a0]$")
"""A word in capitals right before a name, and a word in small letters before it."""
_NEAR = 40
_RANKED = frozenset(
    ["spokesman", "spokeswoman", "spokesperson", "commander", "officer", "chief", "leader"]
)
"""Roles of people who may have a rank: "spokesman Col Roe"."""


def with_titles_in_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, with given names that a list holds as titles.

    A word is a given name where a role in small letters stands before it, and the word is a name of
    many people, or the text gives the surname an honorific elsewhere: "Mr Al Roe" is no sultan.

    Args:
        text: The whole text.
        mentions: The mentions of the text, in its order.
    """
    honoured = {
        mention.name.surname[-1:]
        for mention in mentions
        if not word_set("honorifics").isdisjoint(mention.name.titles)
    }
    return [_with_given_name(text, mention, honoured) for mention in mentions]


def _with_given_name(text: str, mention: Mention, honoured: set[tuple[str, ...]]) -> Mention:
    name = mention.name
    if mention.entity_type is not EntityType.PERSON or not name.titles:
        return mention
    if name.given and fold_word(name.words[0]) not in word_set("particles"):
        return mention
    start = mention.span.start
    before = _WORD_BEFORE.search(text, max(0, start - _NEAR), start)
    if before is None or not before["role"] or fold_word(before["title"]) != name.titles[-1]:
        return mention
    title = name.titles[-1]
    if title in word_set("honorifics") or before["role"] not in word_genders("roles"):
        return mention
    known = usual_gender(before["title"]) is not None and before["role"] not in _RANKED
    if not known and name.surname[-1:] not in honoured:
        return mention
    whole = replace(
        name,
        words=(before["title"], *name.words),
        titles=name.titles[:-1],
        given=(title, *name.given),
    )
    return replace(mention, span=Span(before.start("title"), mention.span.end), name=whole)
