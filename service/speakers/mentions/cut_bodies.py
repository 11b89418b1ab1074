"""Find the words of bodies' names that an engine cut off: "[Wat] Arun Hospital"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from service.speakers.mentions.joined_bodies import are_people, body_noun
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import (
    CAPITAL_BEFORE_BODY,
    NOUN_OF_BODY_BEFORE,
    NOUN_OWNED_BY_MANY,
)
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.patterns import ADVERB_END
from service.speakers.names.roles import is_plural_role, is_profession
from service.text.spans import Span

_OWNERS_BEFORE = re.compile(
    r"(?<![\w’'.-])(?P<owners>(?:[A-Z][\w-]+[ \u00a0]){0,3}(?P<last>[A-Z][a-z]+s)['’][ \u00a0])$"
)
"""The people in capitals whose body a name is: "[Garment Workers’] Solidarity Front"."""
_PLURAL_AND_BEFORE = re.compile(
    r"\b[Tt]he[ \u00a0](?P<owners>[A-Z][a-z]+(?:s|men))(?:['’]s?)?[ \u00a0](?:and|&)[ \u00a0]$"
)
_BODY_WITH_APPOSITION = re.compile(
    r"(?:The[ \u00a0])?(?P<name>[A-Z][\w’'&-]*"
    r"(?:[ \u00a0](?:[A-Z][\w’'&-]*|of|for|the|and|against|on|to|&))*(?<=[\w’']))"
    r",[ \u00a0](?:an?|the)[ \u00a0](?P<phrase>(?:[\w’'-]+[ \u00a0]){0,4}?[\w’'-]+)"
    r"(?=,|[ \u00a0](?:of|for|that|which|based|in|with)\b)"
)
"""A name in capitals, and a description of it: "New Hope for Lorn Youth, a pressure group,"."""
_PLURAL = re.compile(r"[A-Z][a-z]+(?:s|men)(?:['’]s?)?[ \u00a0]")
_LEAD = 40
_MOST_WORDS = 3
_TWO_WORDS = 2
_BODIES = (EntityType.ORGANIZATION, EntityType.PLACE)
_NO_PART = ("function_words", "calendar", "prepositions", "speech_verbs")
"""Word lists that hold no first word of a body's name."""


def bodies_that_fill_sources(
    layout: TextLayout, sources: Iterable[Span], found: Mapping[Span, Mention]
) -> Iterator[tuple[Span, Span]]:
    """Yield the places and bodies that end a source in capitals: "[Transport] Scotland said".

    Args:
        layout: The text.
        sources: The spans of all sources.
        found: The mentions of the text.
    """
    ends = {span.end: span for span in found}
    starts = {span.start for span in found}
    for source in sources:
        span = ends.get(source.end)
        words = source.of(layout.text).split()
        if span is None or found[span].entity_type not in _BODIES or source.start in starts:
            continue
        capitals = len(words) == _TWO_WORDS and all(word.istitle() for word in words)
        if capitals and not layout.is_headline(source.start) and _may_begin_body(words[0]):
            yield span, source


def bodies_with_apposition(
    layout: TextLayout, sources: Iterable[Span], found: Mapping[Span, Mention]
) -> Iterator[Span]:
    """Yield the names of bodies that begin a source, before an apposition that says so.

    "The [New Hope for Lorn Youth], a pressure group, said". The engine may have seen a part of it.

    Args:
        layout: The text.
        sources: The spans of all sources.
        found: The mentions of the text.
    """
    for source in sources:
        named = _BODY_WITH_APPOSITION.match(layout.text, source.start)
        if named is None or layout.is_headline(source.start):
            continue
        span = Span(*named.span("name"))
        mention = found.get(span)
        head = fold_word(named["phrase"].split()[-1])
        if mention is None and " " in named["name"] and head in word_set("organization_nouns"):
            yield span


def cut_bodies(layout: TextLayout, found: Mapping[Span, Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield the bodies whose name is longer than their mention, each with its span.

    Words in capitals right before the name ("[Wat] Arun Hospital", "[Pick] n Save"), the noun that
    governs it ("[Ministry of] Agriculture"), and the one it owns ("Leeds Residents[' Group]").

    Args:
        layout: The text.
        found: The mentions of the text.
    """
    text, end = layout.text, -1
    for span in sorted(found):
        free, end = end, span.end
        if found[span].entity_type is not EntityType.ORGANIZATION or layout.is_headline(span.start):
            continue
        start = span.start
        governing = NOUN_OF_BODY_BEFORE.search(text, max(free, start - _LEAD, 0), start)
        if governing and fold_word(governing["noun"]) in word_set("organization_nouns"):
            start = governing.start("noun")
        cut = span.of(text)[0].islower() or start < span.start
        if cut or body_noun(span.of(text)):
            start = _first_capital(text, start, max(free, start - _LEAD, 0))
        owners = _OWNERS_BEFORE.search(text, max(free, start - _LEAD, 0), start)
        of_many = " " in span.of(text) or body_noun(span.of(text)) is not None
        if owners and of_many and are_people(owners["last"]):
            start = owners.start("owners")
        start = _first_of_two(text, start, max(free, start - _LEAD, 0))
        owned = NOUN_OWNED_BY_MANY.match(text, span.end)
        if owned and _is_body_of_many(span.of(text), owned["noun"]):
            end = owned.end()
        if start < span.start or end > span.end:
            yield span, Span(start, end)


def _first_of_two(text: str, start: int, free: int) -> int:
    """Return where a body of two kinds of people begins: "the [Farmers and] Growers Union".

    Without an article, or with two, the first kind speaks beside the body.
    """
    before = _PLURAL_AND_BEFORE.search(text, free, start)
    if before is None or not _PLURAL.match(text, start):
        return start
    return before.start("owners") if is_plural_role(before["owners"]) else start


def _is_body_of_many(owners: str, noun: str) -> bool:
    """Return whether many people own a noun for a body: "Leeds Residents' [Group]"."""
    many = is_plural_role(owners.rsplit(maxsplit=1)[-1])
    return many and fold_word(noun) in word_set("organization_nouns")


def _first_capital(text: str, start: int, free: int) -> int:
    """Return where the words in capitals before a name begin.

    Args:
        text: The whole text.
        start: The start of the name.
        free: The end of the mention before it: no name reaches back beyond that.
    """
    for _ in range(_MOST_WORDS):
        before = CAPITAL_BEFORE_BODY.search(text, free, start)
        if before is None or not _may_begin_body(before["word"]):
            break
        start = before.start("word")
    return start


def _may_begin_body(word: str) -> bool:
    folded = fold_word(word)
    if any(folded in word_set(name) for name in _NO_PART) or folded.endswith(ADVERB_END):
        return False
    if folded in word_genders("titles") or folded in word_genders("roles"):
        return False
    return not (is_profession(folded) or is_plural_role(word))
