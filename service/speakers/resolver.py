"""Resolve the speakers of an article: read it once, in order, and say who spoke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from service.extraction.quotation import Extraction, Kind, Quotation
from service.guard import Guard
from service.speakers.context import (
    PronounObserver,
    ReadingContext,
    ResolvedSource,
    name_speakers,
    reading_offset,
)
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.ranker import Ranker, load_ranker
from service.speakers.coreference.relays import find_relay
from service.speakers.descriptions.describe import describe_entity
from service.speakers.later_names import name_by_whole_article
from service.speakers.lead_speakers import name_lead_speaker
from service.speakers.mentions.detect import find_mentions
from service.speakers.mentions.mention import Mention
from service.speakers.names.layout import TextLayout, read_layout
from service.speakers.narrative import events_of_paragraph, follow_reference, role_words
from service.speakers.resolve_source import resolve_source
from service.speakers.sources.implicit import find_source
from service.speakers.sources.nested_sources import find_nested_source
from service.speakers.speaker import UNRESOLVED, Resolution
from service.text.spans import Span


def resolve_speakers(
    extraction: Extraction, *, ranker: Ranker | None = None, observe: PronounObserver | None = None
) -> tuple[Resolution, ...]:
    """Return who said each quotation of an extraction, in the same order.

    The article is read paragraph by paragraph. Who a source means is decided on the text up to the
    end of its paragraph. Only the form, the roles and the gender of a name may come from a later
    paragraph, and the name of the role or of the kind of body that speaks in the lead.

    Args:
        extraction: The article, its quotations and named entities.
        ranker: The ranker of antecedent candidates; by default the trained one.
        observe: Is called with each pronoun before it is resolved.
    """
    layout = read_layout(
        extraction.document, extraction.quoted_spans, _verbatim_spans(extraction.quotations)
    )
    quotations = tuple(_with_source(layout, quotation) for quotation in extraction.quotations)
    outer, inner = _nested_sources(layout, quotations)
    sources = [span for quotation in quotations for span in quotation.source]
    sources.extend(inner.values())
    quotations = tuple(
        replace(quotation, source=(inner[number],)) if number in inner else quotation
        for number, quotation in enumerate(quotations)
    )
    mentions = find_mentions(layout, extraction.entities, sources)
    context = ReadingContext(
        extraction=replace(extraction, quotations=quotations),
        layout=layout,
        entities=Entities(layout, ranker=ranker or load_ranker(), vectors=extraction.vectors),
        mentions=mentions,
        observe=observe,
        role_words=role_words(mentions),
    )
    _read_article(context)
    with Guard("naming the speaker of the lead"):
        name_lead_speaker(context)
    with Guard("naming speakers by the whole article"):
        name_by_whole_article(context)
    speakers = {number: source.entities for number, source in context.resolved.items()}
    return tuple(
        _finish(context, speakers, number, outer.get(number, ()))
        for number in range(len(quotations))
    )


def _verbatim_spans(quotations: Sequence[Quotation]) -> list[Span]:
    return [
        span
        for quotation in quotations
        if quotation.kind is not Kind.INDIRECT
        for utterance in quotation.utterances
        for span in utterance
    ]


def _with_source(layout: TextLayout, quotation: Quotation) -> Quotation:
    with Guard("finding the source of a quotation"):
        return replace(quotation, source=find_source(layout, quotation))
    return quotation


def _nested_sources(
    layout: TextLayout, quotations: Sequence[Quotation]
) -> tuple[dict[int, tuple[Span, ...]], dict[int, Span]]:
    """Return the outer and the inner sources of the quotations whose source quotes another."""
    outer, inner = {}, {}
    for number, quotation in enumerate(quotations):
        with Guard("finding whose words a source relays"):
            span = find_nested_source(layout, quotations, number)
            if span:
                outer[number], inner[number] = quotation.source, span
    return outer, inner


def _read_article(context: ReadingContext) -> None:
    """Read the article in order: add its mentions as entities, and resolve each quotation."""
    layout = context.layout
    upcoming = iter(sorted(context.mentions, key=lambda mention: mention.known_from))
    pending = next(upcoming, None)
    for paragraph, numbers in _by_paragraph(context):
        while pending is not None and layout.paragraph_at(pending.known_from) <= paragraph:
            _add_mention(context.entities, pending)
            pending = next(upcoming, None)
        for event in events_of_paragraph(context, paragraph, numbers):
            if event.quotation is None:
                follow_reference(context, event)
            else:
                context.resolved[event.quotation] = _resolve(context, event.quotation)
    while pending is not None:
        _add_mention(context.entities, pending)
        pending = next(upcoming, None)


def _by_paragraph(context: ReadingContext) -> Iterator[tuple[int, list[int]]]:
    """Yield the number of each paragraph with those of its quotations; -1 is before the first."""
    paragraphs: dict[int, list[int]] = {}
    for number, quotation in enumerate(context.extraction.quotations):
        paragraph = context.layout.paragraph_at(reading_offset(quotation))
        paragraphs.setdefault(paragraph, []).append(number)
    for paragraph in range(-1, len(context.layout.paragraphs)):
        yield paragraph, paragraphs.get(paragraph, [])


def _add_mention(entities: Entities, mention: Mention) -> None:
    with Guard("adding a name"):
        entities.add(mention)


def _resolve(context: ReadingContext, number: int) -> ResolvedSource:
    with Guard("resolving the speaker of a quotation"):
        return resolve_source(context, number)
    return ResolvedSource()


def _finish(
    context: ReadingContext,
    speakers: Mapping[int, tuple[Entity, ...]],
    number: int,
    outer: Sequence[Span],
) -> Resolution:
    """Return the resolution of a quotation once the whole article is read.

    Args:
        context: The state of the resolver.
        speakers: The speakers of each quotation.
        number: The number of the quotation.
        outer: The source that quotes the quotation's own source, if any.
    """
    relay = None
    with Guard("finding who relayed a quotation"):
        relay = find_relay(context.entities, context.extraction.quotations, speakers, number, outer)
    with Guard("naming the speaker of a quotation"):
        attribution = context.extraction.quotations[number].confidence
        return _described(
            context,
            context.resolved[number].entities,
            name_speakers(context.resolved[number], relay, attribution=attribution),
        )
    return UNRESOLVED


def _described(
    context: ReadingContext, entities: Sequence[Entity], resolution: Resolution
) -> Resolution:
    """Return a resolution whose speakers have what the article prints beside their names."""
    with Guard("describing a speaker"):
        described = tuple(
            replace(speaker, description=_description(context, entity))
            for speaker, entity in zip(resolution.speakers, entities, strict=False)
        )
        return replace(resolution, speakers=described + resolution.speakers[len(described) :])
    return resolution


def _description(context: ReadingContext, entity: Entity) -> tuple[Span, ...]:
    """Return the description of an entity, which is found once."""
    if entity.number not in context.descriptions:
        context.descriptions[entity.number] = describe_entity(context.layout, entity)
    return context.descriptions[entity.number]
