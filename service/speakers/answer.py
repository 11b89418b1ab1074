"""Answers, given while the article is read, to resolutions, named when it has been read."""

from __future__ import annotations

from dataclasses import dataclass

from service.speakers.coreference.entity import Member
from service.speakers.mentions.mention import Sort
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class Answer:
    """Who spoke, before the whole article is read: members are named at the end."""

    members: tuple[Member, ...] = ()
    speaker: Speaker | None = None
    confidence: float = 0.0
    step: str = "unknown"
    mention: tuple[Span, ...] = ()
    """What refers to the speaker where no member does: those say where they are named."""


def named(answer: Answer, via: Member | None) -> Resolution:
    """An answer and who relayed the words -> the resolution, by the names known at the end."""
    relay = _speaker(via) if via else None
    confidence = round(answer.confidence, 4)
    if answer.members:
        return Resolution(
            speakers=tuple(_speaker(member) for member in answer.members),
            confidence=confidence,
            step=answer.step,
            mention=tuple(sorted({member.printed_at for member in answer.members})),
            via=relay,
        )
    speakers = (answer.speaker,) if answer.speaker else ()
    return Resolution(speakers, confidence, answer.step, answer.mention, relay)


def _speaker(member: Member) -> Speaker:
    """A member -> the speaker, its apostrophes made straight so that a name has one form."""
    name = member.printed or member.description
    return Speaker(name.replace("’", "'") if name else None, _kind(member))


def _kind(member: Member) -> SpeakerKind:
    if not member.printed:
        return SpeakerKind.ANONYMOUS
    if member.sort is Sort.PERSON:
        return SpeakerKind.PERSON
    return SpeakerKind.GROUP if member.sort is Sort.PEOPLE else SpeakerKind.ORGANIZATION
