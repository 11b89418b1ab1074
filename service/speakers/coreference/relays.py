"""Relays: who passed on words that somebody else spoke."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from service.extraction.quotation import Quotation
from service.speakers.coreference.descriptions import last_named_outlet
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.names.person_names import WORD
from service.speakers.sources.nested_sources import quoting_verb_before
from service.text.spans import Span

_ACCORDING = re.compile(r"[\s,”\"]*(?:[a-z]+,?\s+){0,3}according\s+to\s+(?:the\s+)?", re.IGNORECASE)
_TOLD = re.compile(r"\s*(?:has\s+|had\s+)?(?:told|tells)\s+(?:the\s+)?", re.IGNORECASE)
_QUOTED_BY = re.compile(
    r"\s+(?:is|are|was|were|has\s+been|had\s+been)\s+(?:\w+ly\s+)?(?:quoted|cited)"
    r"(?:\s+as\s+\w+ing)?\s+(?:by|in)\s+(?:the\s+)?",
    re.IGNORECASE,
)


def find_relay(
    entities: Entities,
    quotations: Sequence[Quotation],
    speakers: Mapping[int, tuple[Entity, ...]],
    number: int,
    outer: Sequence[Span] = (),
) -> Entity | None:
    """A cast, quotations, who spoke them and the number of one -> who passed its words on.

    That is whoever quotes the speaker as saying it (outer, where such a source was found), whoever
    said a sentence in which somebody else says it ("Roe said that Bo told her ..."), the body it is
    given on the authority of ("she said, according to Acme News"), or the news organisation it was
    told to.
    """
    own = quotations[number]
    if outer:
        return _unless_same(_relayer(entities, outer[-1]), speakers.get(number, ()))
    whole = _hull([*own.source, *own.content])
    if whole is None or not own.source:
        return None
    for other in range(number - 1, max(-1, number - 6), -1):
        held = _hull(quotations[other].content)
        if held and held.contains(whole) and speakers.get(other):
            return _unless_same(speakers[other][0], speakers.get(number, ()))
    quoting = quoting_verb_before(entities.layout, own.source[-1])
    if quoting is not None:
        return _unless_same(
            _relayer(entities, Span(max(0, quoting - 60), quoting)), speakers.get(number, ())
        )
    ends = [span.end for span in (*own.content, *own.source, *own.cue)]
    for pattern, offset in (
        (_ACCORDING, max(ends)),
        (_TOLD, own.source[-1].end),
        (_QUOTED_BY, own.source[-1].end),
    ):
        found = pattern.match(entities.layout.text, offset)
        entity = _named_at(entities, found.end()) if found else None
        if entity and (pattern is _ACCORDING or is_news_outlet(entity)):
            return _unless_same(entity, speakers.get(number, ()))
    return None


def _hull(spans: Sequence[Span]) -> Span | None:
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _relayer(entities: Entities, source: Span) -> Entity | None:
    """Whom the source of words names that another spoke: the last name in it, or "the paper"."""
    last = WORD.findall(entities.layout.text, source.start, source.end)[-1:]
    if last and fold_word(last[0]) in word_set("press_nouns"):
        outlet = last_named_outlet(entities, source.start)
        return outlet.entity if outlet else None
    sentence = entities.layout.sentence_at(source.end)
    for position in reversed(entities.positions.within(source)):
        owner = position.possessive and not is_news_outlet(position.entity)
        if position.sentence == sentence and not position.is_anaphor and not owner:
            return position.entity
    return None


def _named_at(entities: Entities, offset: int) -> Entity | None:
    return next(
        (
            position.entity
            for position in entities.positions.within(Span(max(0, offset - 4), offset + 1))
        ),
        None,
    )


def _unless_same(entity: Entity | None, spoke: Sequence[Entity]) -> Entity | None:
    return None if entity is None or entity in spoke or not entity.full_name else entity
