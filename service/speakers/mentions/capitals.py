"""Capitals that stand for their governments, where an engine took them for people."""

from __future__ import annotations

import re
from collections.abc import Collection

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_genders
from service.speakers.names.organizations import is_capital, organization_key
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_TITLE = re.compile(r"(?P<title>\w+)\.?[ \u00a0]$")
_BESIDE = re.compile(r",\s+(?:\d{1,3}\b|who\b)|\s+\(\d{1,3}\)")
"""What follows a person's name alone: an age, "who"."""
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b", re.IGNORECASE)
_NEAR = 200


def find_mistaken_capitals(layout: TextLayout, mentions: Collection[Mention]) -> list[Span]:
    """A layout and mentions -> where those stand that are taken for people but name a capital.

    They are people where the text shows one of that name, anywhere: a full name or a title with
    it, an age or "who" behind it, or "he" or "she" in its sentence or the next, with no person
    named or called by a role who may be meant instead.
    """
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    capitals = [mention for mention in people if is_capital(mention.span.of(layout.text))]
    if not capitals:
        return []
    borne = {
        fold_word(word)
        for mention in people
        if not is_capital(mention.span.of(layout.text))
        for word in mention.name.words
    }
    organization_keys = {
        mention.span: organization_key(mention.span.of(layout.text)) for mention in capitals
    }
    first = min(
        (one.span.start for one in people if one.span not in organization_keys), default=None
    )
    shown = {
        organization_keys[mention.span]
        for mention in capitals
        if _is_person(layout, mention, first)
    }
    return [
        span for span, form in organization_keys.items() if form not in shown and form not in borne
    ]


def _is_person(layout: TextLayout, mention: Mention, first: int | None) -> bool:
    text, span = layout.text, mention.span
    title = _TITLE.search(text, max(0, span.start - 24), span.start)
    if mention.name.titles or (title and fold_word(title["title"]) in word_genders("titles")):
        return True
    return bool(_BESIDE.match(text, span.end)) or _is_meant_by_pronoun(layout, span, first)


def _is_meant_by_pronoun(layout: TextLayout, span: Span, first: int | None) -> bool:
    """Whether "he" or "she" follows a name with nobody else before it who may be meant.

    first is where the first of the other people is named.
    """
    number = min(layout.sentence_at(span.start) + 1, len(layout.sentences) - 1)
    end = min(layout.sentences[number].end, span.end + _NEAR)
    for word in _PRONOUN.finditer(layout.text, span.end, end):
        if layout.is_quoted(word.start()):
            continue
        between = WORD.findall(layout.text, span.end, word.start())
        called = any(fold_word(one) in word_genders("roles") for one in between)
        return not called and (first is None or word.start() < first)
    return False
