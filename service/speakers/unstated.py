"""Find the speaker of a quotation whose sentence names none."""

from __future__ import annotations

from dataclasses import replace

from service.extraction.quotation import Kind, Quotation
from service.speakers.context import (
    ReadingContext,
    ResolvedSource,
    last_quotation_before,
    reading_offset,
)
from service.speakers.coreference.entity import Entity
from service.speakers.mentions.mention import EntityType
from service.speakers.names.layout import TextLayout
from service.text.sentences import ends_in_stop
from service.text.spans import Span

_CONTINUED_FACTOR = 0.8
_NEXT_PARAGRAPH_FACTOR = 0.7
_ONLY_PERSON = 0.6
"""The confidence where the paragraph before is about one person."""
_LONGEST_MARK = 10
_LONGEST_CAPTION = 8
"""A caption or a crosshead has at most this many words, and no stop."""
_MOST_CAPTIONS = 2
_CLOSING = "\"”’'»)] "


def find_unstated_speaker(context: ReadingContext, number: int) -> ResolvedSource:
    """Return the speaker of a quotation without a source.

    This is the speaker before it in its paragraph. A paragraph that begins with the quotation goes
    on with the speaker of the paragraph before, or with the one person whom that one is about.

    Args:
        context: The state of the resolver.
        number: The number of the quotation.
    """
    layout, quotations = context.layout, context.extraction.quotations
    own = quotations[number]
    offset = reading_offset(own)
    here = layout.paragraph_at(offset)
    last = last_quotation_before(context, offset)
    if last is not None and layout.paragraph_at(reading_offset(quotations[last])) == here:
        return _continued(context, last, offset, _CONTINUED_FACTOR)
    if here < 0 or own.kind is not Kind.DIRECT:
        return ResolvedSource()
    if offset - layout.paragraphs[here].start > _LONGEST_MARK:
        return ResolvedSource()
    lead = _lead_paragraph(layout, here)
    if lead is None:
        return ResolvedSource()
    if last is not None and layout.paragraph_at(_end(quotations[last])) == lead:
        if _is_question(layout, quotations[last]):
            return ResolvedSource()
        return _continued(context, last, offset, _NEXT_PARAGRAPH_FACTOR)
    person = _only_person(context, layout.paragraphs[lead])
    if person is None:
        return ResolvedSource()
    return ResolvedSource((person,), confidence=_ONLY_PERSON, step="continuation")


def _continued(context: ReadingContext, last: int, offset: int, factor: float) -> ResolvedSource:
    """Return the speaker of the quotation before, unless another entity is named since."""
    source = context.resolved[last]
    if _another_name_between(context, context.extraction.quotations[last], offset, source):
        return ResolvedSource()
    step = "unknown" if source.step == "unknown" else "continuation"
    return replace(source, confidence=factor * source.confidence, step=step)


def _lead_paragraph(layout: TextLayout, here: int) -> int | None:
    """Return the paragraph of whole sentences before a paragraph, past captions and crossheads."""
    for number in range(here - 1, max(-1, here - 2 - _MOST_CAPTIONS), -1):
        words = layout.paragraphs[number].of(layout.text).rstrip(_CLOSING)
        if ends_in_stop(words):
            return number
        if len(words.split()) > _LONGEST_CAPTION:
            return None
    return None


def _end(quotation: Quotation) -> int:
    return max(span.end for span in (*quotation.content, *quotation.source, *quotation.cue)) - 1


def _is_question(layout: TextLayout, quotation: Quotation) -> bool:
    """Return whether quoted words end as a question: who answers is another."""
    return quotation.content[-1].of(layout.text).rstrip(_CLOSING).endswith("?")


def _only_person(context: ReadingContext, lead: Span) -> Entity | None:
    """Return the one person of a paragraph, or of its last sentence; None where there are two."""
    layout = context.layout
    last_sentence = layout.sentences[layout.sentence_at(lead.end - 1)]
    for span in (lead, last_sentence):
        people = {
            position.entity.number: position.entity
            for position in context.entities.positions.within(span)
            if position.entity.entity_type is EntityType.PERSON and not position.quoted
        }
        if len(people) == 1:
            (person,) = people.values()
            return person if person.full_name else None
    return None


def _another_name_between(
    context: ReadingContext, last: Quotation, offset: int, source: ResolvedSource
) -> bool:
    """Return whether another entity is named between the quotation before and an offset."""
    spans = (*last.content, *last.cue, *last.source)
    begin = max((span.end for span in spans if span.end <= offset), default=0)
    for mention, entity in context.entities.named_before(offset):
        if mention.span.end <= begin:
            return False
        if entity.full_name and entity not in source.entities:
            return True
    return False
