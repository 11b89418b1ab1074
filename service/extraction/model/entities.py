"""Find the names in a text, by their probabilities."""

from __future__ import annotations

import re
from dataclasses import replace

from service.extraction.model.labels import OUTSIDE
from service.extraction.model.runs import find_runs
from service.extraction.model.sequence import PieceSequence
from service.extraction.model.tagger import Scores
from service.extraction.quotation import EntityLabel, NamedEntity
from service.text.spans import Span

_LABELS = tuple(EntityLabel)

_LONGEST = 40
"""How many characters before a name a hyphenated word may begin."""
_HYPHENATED = re.compile(r"(?P<name>\b[A-Z][^\W\d_]+ )?(?P<part>\b[A-Z][^\W\d_]+)[-‑]\Z")
_BEFORE_NICKNAME = re.compile(r"\s+[\"“‘'(]")
_AFTER_NICKNAME = re.compile(r"[\"”’')]\s+(?=[^\W\d_])")
_NICKNAME = re.compile(r"\s[\"“‘'(][^\s\"“”‘’'()]+$")


def find_entities(text: str, chances: Scores, sequence: PieceSequence) -> list[NamedEntity]:
    """Return the names of a text in order.

    A name never ends within a hyphenated word (Park Geun-hye), and a nickname in quotation marks
    never splits one (Marcia "Cia" Price).

    Args:
        text: The whole text.
        chances: The probabilities over `ENTITY_LABELS`, a row for each piece.
        sequence: The pieces.
    """
    begins = chances[:, 1::2]
    goes_on = chances[:, 2::2]
    inside = chances[:, OUTSIDE] < 0.5
    first = begins.sum(axis=1) > goes_on.sum(axis=1)
    # A name neither begins within a word nor leaves its paragraph.
    first &= ~sequence.joined
    inside &= sequence.ends > sequence.starts
    entities: list[NamedEntity] = []
    for run in find_runs(inside, first):
        part = slice(run.start, run.end)
        label = _LABELS[int((begins[part] + goes_on[part]).sum(axis=0).argmax())]
        entity = NamedEntity(span=_whole_words(text, sequence.span(run)), label=label)
        if entities and _goes_on(text, entities[-1], entity):
            whole = Span(entities[-1].span.start, max(entities[-1].span.end, entity.span.end))
            entity = NamedEntity(span=whole, label=entities.pop().label)
        entities.append(entity)
    return [replace(entity, span=_without_bracket(text, entity.span)) for entity in entities]


def _without_bracket(text: str, span: Span) -> Span:
    """Return the span up to a bracket that does not close in it: not "Ada Quill (Holm"."""
    words = span.of(text)
    bracket = words.rfind("(")
    if bracket <= 0 or ")" in words[bracket:]:
        return span
    return Span(span.start, span.start + len(words[:bracket].rstrip()))


def _whole_words(text: str, span: Span) -> Span:
    before = _HYPHENATED.search(text, max(0, span.start - _LONGEST), span.start)
    if before is None or not (text[span.start].islower() or before.group("name")):
        return span  # "anti-Trump", "the Clinton-Trump debate"
    return Span(before.start("part"), span.end)


def _goes_on(text: str, one: NamedEntity, other: NamedEntity) -> bool:
    """Return whether two names that follow each other are one."""
    if other.span.start < one.span.end:
        return True
    if not one.label == other.label == EntityLabel.PERSON:
        return False
    between = text[one.span.end : other.span.start]
    if _BEFORE_NICKNAME.fullmatch(between):
        return _AFTER_NICKNAME.match(text, other.span.end) is not None
    after = _AFTER_NICKNAME.match(text, one.span.end)
    return (
        after is not None
        and after.end() == other.span.start
        and _NICKNAME.search(one.span.of(text)) is not None
    )
