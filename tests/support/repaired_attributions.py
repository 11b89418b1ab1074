"""Attributions in words of their text, repaired by the rules."""

from __future__ import annotations

import re

from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, Reading
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.repair import repair_attributions
from service.text.document import read_document
from service.text.spans import Span

Found = list[tuple[list[str], list[str], list[str]]]


def repaired(text: str, *found: tuple[list[str], str, str]) -> Found:
    """Return what an engine found (content, cue, source) in words, repaired."""
    document = read_document(text)
    attributions = [
        Attribution(
            content=tuple(span(text, words) for words in content),
            cue=(span(text, cue),),
            source=(span(text, source),),
            confidence=0.9,
        )
        for content, cue, source in found
    ]
    return [
        (
            [each.of(text) for each in one.content],
            [each.of(text) for each in one.cue],
            [each.of(text) for each in one.source],
        )
        for one in repair_attributions(
            document, Reading(tuple(attributions), names_in(text)), find_quoted_spans(document)
        )
    ]


def names_in(text: str) -> tuple[NamedEntity, ...]:
    """Stand-in for an engine's names: two words with capitals."""
    return tuple(
        NamedEntity(Span(*found.span()), EntityLabel.PERSON)
        for found in re.finditer(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", text)
    )


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))
