"""Resolve documents as sources: who speaks in "the lawsuit", "their paper", "the pair's report"."""

from __future__ import annotations

from dataclasses import replace

from service.speakers.context import ResolvedSource, source_of_choice
from service.speakers.coreference.couples import (
    COUPLE_CONFIDENCE,
    couple_with,
    find_couple,
    last_couple,
)
from service.speakers.coreference.documents import find_document_maker
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.patterns import COUPLE_NOUNS, OWNING_NOUN, PLURAL_OWNER
from service.speakers.sources.forms import SourcePart
from service.text.spans import Span


def resolve_document(entities: Entities, part: SourcePart) -> ResolvedSource:
    """Return who speaks in a document: its maker, or both of two makers.

    Args:
        entities: The entities read so far.
        part: The part of the source that names the document.
    """
    couple = None
    owner = OWNING_NOUN.match(part.span.of(entities.layout.text))
    if owner and owner.group(1).casefold() in COUPLE_NOUNS:
        start = part.span.start
        couple = find_couple(entities, Span(start, start + owner.end(1)))
    elif part.first_word == PLURAL_OWNER:
        couple = last_couple(entities, part.span.start)
    if couple:
        return ResolvedSource(couple, confidence=COUPLE_CONFIDENCE, step="document")
    choice = find_document_maker(entities, part)
    source = source_of_choice(choice, "document")
    if choice is None or part.mention:
        return source
    makers = couple_with(entities, choice.entity, part.span.start)
    return replace(source, entities=makers) if makers else source
