"""Noun phrases: the head, the conjuncts joined by "and", and the modifiers after the noun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.organizations import is_outlet_name
from service.speakers.names.patterns import ARTICLES
from service.speakers.sources.patterns import (
    CONJUNCTION,
    LIST_OF_NAMES,
    MAKER_LINK,
    MAKER_PREPOSITIONS,
    OWN_SITE,
    PHRASE_END,
    SITE_PREPOSITION,
    SOURCE_STOPS_KEPT,
)
from service.text.spans import Span

_TITLES_THEN_NAME = re.compile(r".*[,:]\s*(?P<titles>(?:[\w.]+\s){0,4})", re.DOTALL)
_PUNCTUATION = re.compile(r"[,;:]")
_LONGEST_LINK = 60
"""A longer text between a document and a name does not link them, in code points."""


def head_phrase(text: str, span: Span, inside: Sequence[Mention]) -> Span:
    """Return a noun phrase without the modifiers after its head.

    Args:
        text: The whole text.
        span: The noun phrase.
        inside: The mentions in it; no name is cut.
    """
    for cut in PHRASE_END.finditer(text, span.start, span.end):
        if any(m.span.start <= cut.start() < m.span.end for m in inside):
            continue
        before = text[span.start : cut.start()].strip(" \u00a0\"“”'‘’")
        if not before or fold_word(before) in ARTICLES:
            continue
        if _head_follows(text, cut, span, inside):
            continue
        return Span(span.start, cut.start())
    return span


def split_conjuncts(text: str, head: Span, inside: Sequence[Mention]) -> list[Span]:
    """Return the parts of a head phrase that "and", "or" and commas join."""
    pieces, start = [], head.start
    for joint in CONJUNCTION.finditer(text, head.start, head.end):
        if any(m.span.start < joint.end() and joint.start() < m.span.end for m in inside):
            continue
        pieces.append(Span(start, joint.start()))
        start = joint.end()
    pieces.append(Span(start, head.end))
    return [piece for piece in pieces if piece.of(text).strip()] or [head]


def is_followed_by_name(text: str, start: int, end: int) -> bool:
    """Return whether only a comma and titles separate a role from the name after it.

    "his partner at Acme, Dr. Roe": `start` is the end of the role, `end` the start of the name.
    """
    between = _TITLES_THEN_NAME.fullmatch(text, start, end)
    if between is None:
        return False
    titles = between["titles"].split()
    stops = word_set("role_stops") | word_set("relative_pronouns") | word_set("prepositions")
    stops -= SOURCE_STOPS_KEPT
    if any(fold_word(word) in stops for word in titles):
        return False
    known = word_genders("titles") | word_genders("roles")
    return all(
        word in SOURCE_STOPS_KEPT or word[0].isupper() or fold_word(word) in known
        for word in titles
    ) or (fold_word(titles[-1]) in known)


def maker_in_modifier(text: str, start: int, beyond: Sequence[Mention]) -> Mention | None:
    """Return who made a document by the modifier after its noun.

    "a poll by Acme", "a story in the Times", "a memo on Acme's website".

    Args:
        text: The whole text.
        start: The end of the noun.
        beyond: The mentions after the noun, at least one.
    """
    first = [mention for mention in beyond if mention.span.start == beyond[0].span.start][-1]
    between = text[start : first.span.start]
    link = MAKER_LINK.search(between) if len(between) < _LONGEST_LINK else None
    prepositions = word_set("prepositions") - ARTICLES
    if link is None or any(fold_word(word) in prepositions for word in link["words"].split()):
        return None
    if link["how"] == SITE_PREPOSITION:
        return first if OWN_SITE.match(text, first.span.end) else None
    named = link["how"] in MAKER_PREPOSITIONS or is_outlet_name(first.span.of(text))
    return first if named else None


def _head_follows(text: str, cut: re.Match[str], span: Span, inside: Sequence[Mention]) -> bool:
    """Return whether the phrase goes on after a cut.

    Its head may be a name, as in "former secretary of state Jane Roe", or it is the list "A, B and
    C".
    """
    if cut.group().strip() == "of":
        people = (m for m in inside if m.entity_type is EntityType.PERSON)
        after = next((m for m in people if m.span.start >= cut.end()), None)
        between = text[cut.end() : after.span.start].split() if after else []
        return (
            after is not None
            and 1 <= len(between) <= 4
            and not any(fold_word(word) in word_set("prepositions") for word in between)
            and not _PUNCTUATION.search(text[cut.end() : after.span.start])
        )
    if cut.group() == ",":
        return LIST_OF_NAMES.match(text[cut.end() : span.end]) is not None
    return False
