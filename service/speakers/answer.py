"""Answers, given while the article is read, to resolutions, named when it has been read."""

from __future__ import annotations

from dataclasses import dataclass

from service.speakers.coreference.entity import Entity
from service.speakers.mentions.mention import EntityType
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """Who spoke, before the whole article is read: members are named at the end."""

    entities: tuple[Entity, ...] = ()
    speaker: Speaker | None = None
    confidence: float = 0.0
    step: str = "unknown"
    mention: tuple[Span, ...] = ()
    """What refers to the speaker where no member does: those say where they are named."""


def to_resolution(answer: ResolvedSource, via: Entity | None) -> Resolution:
    """An answer and who relayed the words -> the resolution, by the names known at the end."""
    relay = _speaker(via) if via else None
    confidence = round(answer.confidence, 4)
    if answer.entities:
        return Resolution(
            speakers=tuple(_speaker(entity) for entity in answer.entities),
            confidence=confidence,
            step=answer.step,
            mention=tuple(sorted({entity.full_name_span for entity in answer.entities})),
            via=relay,
        )
    speakers = (answer.speaker,) if answer.speaker else ()
    return Resolution(speakers, confidence, answer.step, answer.mention, relay)


def _speaker(entity: Entity) -> Speaker:
    """A member -> the speaker, its apostrophes made straight so that a name has one form."""
    name = entity.full_name or entity.description
    return Speaker(name.replace("’", "'") if name else None, _kind(entity))


def _kind(entity: Entity) -> SpeakerKind:
    if not entity.full_name:
        return SpeakerKind.ANONYMOUS
    if entity.entity_type is EntityType.PERSON:
        return SpeakerKind.PERSON
    return SpeakerKind.GROUP if entity.entity_type is EntityType.GROUP else SpeakerKind.ORGANIZATION
